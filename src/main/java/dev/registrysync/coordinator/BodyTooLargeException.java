package dev.registrysync.coordinator;

import java.io.IOException;

/**
 * An answer has more bytes than allowed.
 */
class BodyTooLargeException extends IOException {

	BodyTooLargeException(long limit) {
		super("more than %d bytes".formatted(limit));
	}

}
