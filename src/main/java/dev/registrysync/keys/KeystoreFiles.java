package dev.registrysync.keys;

import java.nio.file.Path;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DurableDirectory;

/**
 * Where the keystore keeps what; no name here depends on an id. Only the service's user
 * may use it: what others may do is taken from them when it is read or written.
 *
 * @param directory the keystore's directory
 */
record KeystoreFiles(Path directory) {

	/** How the data key is wrapped; JSON. */
	Path header() {
		return this.directory.resolve("header");
	}

	/** The sealed keys, if they are in a database file. */
	Path database() {
		return this.directory.resolve("keys.db");
	}

	/** 32 random bytes, if there is no passphrase. */
	Path wrappingKey() {
		return this.directory.resolve("wrapping.key");
	}

	/**
	 * Makes the directory, if it is not there.
	 * @throws ProblemException {@code KEYSTORE_INACCESSIBLE} or {@code DISK_FULL}, as all
	 * here
	 */
	void makeDirectory() {
		durable();
	}

	/**
	 * One of the files; empty if it is not there.
	 */
	Optional<byte[]> read(Path file) {
		return durable().read(name(file));
	}

	/**
	 * Makes one of the files or replaces it, durably.
	 */
	void replace(Path file, byte[] bytes) {
		durable().replace(name(file), bytes);
	}

	private DurableDirectory durable() {
		return DurableDirectory.confidential(this.directory, ProblemCode.KEYSTORE_INACCESSIBLE);
	}

	private static String name(Path file) {
		return String.valueOf(file.getFileName());
	}

}
