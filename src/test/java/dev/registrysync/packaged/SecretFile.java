package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files that only their owner can read.
 */
final class SecretFile {

	private SecretFile() {
	}

	/**
	 * Makes one with one line, or makes it anew.
	 */
	static Path write(Path file, String secret) throws IOException {
		Files.deleteIfExists(file);
		Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
		return Files.writeString(file, secret + "\n");
	}

}
