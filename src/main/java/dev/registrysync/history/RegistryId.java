package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DurableDirectory;

/**
 * Keeps the registry's name in a file of its own.
 */
final class RegistryId {

	private static final String FILE = "registry-id";

	private RegistryId() {
	}

	/**
	 * Reads it, or makes it with the first history.
	 * @param first whether there is no history yet; asked if there is no name
	 */
	static UUID readOrMake(DurableDirectory directory, BooleanSupplier first) {
		if (!directory.has(FILE) && first.getAsBoolean()) {
			UUID id = UUID.randomUUID();
			directory.replace(FILE, (id + "\n").getBytes(StandardCharsets.US_ASCII));
			return id;
		}
		return read(directory);
	}

	/**
	 * Reads it.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} if it is not there or none
	 */
	static UUID read(DurableDirectory directory) {
		try {
			return UUID
				.fromString(new String(directory.read(FILE).orElse(new byte[0]), StandardCharsets.US_ASCII).strip());
		}
		catch (IllegalArgumentException ex) {
			String file = directory.path(FILE).toString();
			throw new ProblemException(ProblemCode.HISTORY_UNREADABLE,
					"The file %s is missing or does not hold a UUID.".formatted(file), Map.of("file", file), ex)
				.withRemedy("Restore the file from a backup, or write the registry_id of an earlier report into it.");
		}
	}

}
