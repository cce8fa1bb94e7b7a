package dev.registrysync.keys;

import java.nio.file.Path;

/**
 * Where the keystore keeps what; no name here depends on an id.
 *
 * @param directory the keystore's directory
 */
record KeystoreFiles(Path directory) {

	/** How the data key is wrapped; JSON. */
	Path header() {
		return this.directory.resolve("header");
	}

	/** The encrypted keys, one JSON object a line. */
	Path keys() {
		return this.directory.resolve("keys");
	}

	/** 32 random bytes, if there is no passphrase. */
	Path wrappingKey() {
		return this.directory.resolve("wrapping.key");
	}

}
