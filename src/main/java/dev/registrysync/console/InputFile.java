package dev.registrysync.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

import dev.registrysync.keys.SecretFile;
import dev.registrysync.keys.UnfitSecretFileException;
import dev.registrysync.volume.FileFailure;
import dev.registrysync.volume.RegularFile;

/**
 * Reads the files that a command is given, each failure by its name.
 */
final class InputFile {

	private static final int MAX_LENGTH = 64 << 20;

	private InputFile() {
	}

	/**
	 * The file's bytes.
	 * @throws RefusedException if it is not there, not a file, not readable or larger
	 * than 64 MiB
	 */
	static byte[] read(Path file) {
		if (Files.isDirectory(file)) {
			throw new RefusedException("%s is a directory, not a file.".formatted(file), "Name the file in it.");
		}
		try (InputStream in = open(file)) {
			byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
			if (bytes.length > MAX_LENGTH) {
				throw new RefusedException("%s has more than 64 MiB.".formatted(file),
						"Check that it is the right file.");
			}
			return bytes;
		}
		catch (IOException ex) {
			throw unreadable(file, ex);
		}
	}

	private static InputStream open(Path file) throws IOException {
		RegularFile.requireNamed(file);
		return Files.newInputStream(file);
	}

	/**
	 * A secret from a file; the caller closes it.
	 * @throws RefusedException if the file cannot be read, or not be taken for a secret's
	 */
	static SecretFile secret(Path file) {
		return secret(file, SecretFile::read, "The secret takes a file of 1 to 4096 bytes that only you can read.");
	}

	/**
	 * A passphrase that another program was given, which may be the empty one; the caller
	 * closes it.
	 * @throws RefusedException as {@link #secret}, but for an empty file
	 */
	static SecretFile foreignPassphrase(Path file) {
		return secret(file, SecretFile::readPossiblyEmpty,
				"The passphrase takes a file of at most 4096 bytes that only you can read.");
	}

	private static SecretFile secret(Path file, Reading reading, String remedy) {
		try {
			return reading.read(file);
		}
		catch (UnfitSecretFileException ex) {
			throw new RefusedException("%s %s.".formatted(file, ex.reason()), remedy);
		}
		catch (IOException ex) {
			throw unreadable(file, ex);
		}
	}

	/**
	 * What to say of a file or directory that cannot be read.
	 */
	static RefusedException unreadable(Path path, IOException cause) {
		if (cause instanceof NoSuchFileException) {
			return new RefusedException("%s is not there.".formatted(path), "Check the path.");
		}
		if (cause instanceof AccessDeniedException) {
			return new RefusedException("%s cannot be read: no permission.".formatted(path),
					"Run the command as a user who may read it.");
		}
		return new RefusedException("%s cannot be read: %s.".formatted(path, FileFailure.reason(cause)),
				"Check the disk and the path.");
	}

	/**
	 * Makes sure that a directory is there.
	 * @param remedy what to do if it is something else
	 */
	static void demandDirectory(Path path, String remedy) {
		try {
			if (!Files.readAttributes(path, BasicFileAttributes.class).isDirectory()) {
				throw new RefusedException("%s is not a directory.".formatted(path), remedy);
			}
		}
		catch (IOException ex) {
			throw unreadable(path, ex);
		}
	}

	/**
	 * The lines of a text file, in UTF-8, that are neither blank nor comments.
	 */
	static List<Line> lines(Path file) {
		List<Line> lines = new ArrayList<>();
		int number = 0;
		for (String text : text(file).split("\n", -1)) {
			number++;
			String stripped = text.strip();
			if (!stripped.isEmpty() && !stripped.startsWith("#")) {
				lines.add(new Line(file, number, stripped));
			}
		}
		return lines;
	}

	private static String text(Path file) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read(file))).toString();
		}
		catch (CharacterCodingException ex) {
			throw new RefusedException("%s is not a text file in UTF-8.".formatted(file),
					"Check that it is the right file.");
		}
	}

	/**
	 * How a secret is read.
	 */
	private interface Reading {

		SecretFile read(Path file) throws IOException;

	}

	/**
	 * A line of a text file.
	 *
	 * @param file the file
	 * @param number its number, from 1
	 * @param text its characters, without white space around them
	 */
	record Line(Path file, int number, String text) {

		RefusedException refused(String what, String remedy) {
			return new RefusedException("%s, line %d: %s.".formatted(this.file, this.number, what), remedy);
		}

	}

}
