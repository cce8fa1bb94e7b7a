package dev.registrysync.events;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DurableDirectory;

/**
 * Remembers over restarts how far a webhook has got. If a crash comes between a delivery
 * and the note of it, the same changes are delivered again: each at least once.
 */
final class WebhookCursor {

	private final DurableDirectory directory;

	private final String file;

	WebhookCursor(DurableDirectory directory, String webhook) {
		this.directory = directory;
		this.file = "webhook." + webhook;
	}

	/**
	 * Where it was; empty if nothing was ever delivered.
	 * @throws ProblemException {@code STATE_INACCESSIBLE} if the file cannot be read, or
	 * holds something else: nobody knows then what is to come next
	 */
	Optional<Position> find() {
		return this.directory.read(this.file)
			.map((bytes) -> Position.find(new String(bytes, StandardCharsets.US_ASCII).strip())
				.orElseThrow(() -> new ProblemException(ProblemCode.STATE_INACCESSIBLE,
						"The file %s does not hold a position; remove it to go on with what comes next."
							.formatted(this.directory.path(this.file)))));
	}

	void move(Position position) {
		this.directory.replace(this.file, (position + "\n").getBytes(StandardCharsets.US_ASCII));
	}

}
