package dev.registrysync.identity;

/**
 * Bytes are not a private key. Says never which bytes.
 */
public class InvalidPrivateKeyException extends RuntimeException {

	InvalidPrivateKeyException(String reason) {
		super(reason);
	}

}
