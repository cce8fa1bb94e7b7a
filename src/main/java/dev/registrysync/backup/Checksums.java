package dev.registrysync.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * The list of a backup's files in the format of {@code sha256sum}.
 */
final class Checksums {

	static final String FILE = "SHA256SUMS";

	private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ((?:config|keystore|state)/[^/]+)");

	private Checksums() {
	}

	/**
	 * Reads all files below a directory.
	 * @return ordered by path
	 */
	static List<BackupFile> of(Path directory) throws IOException {
		try (Stream<Path> paths = Files.walk(directory)) {
			List<BackupFile> files = new ArrayList<>();
			for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
				files.add(new BackupFile(directory.relativize(path).toString().replace('\\', '/'), Files.size(path),
						copy(path, OutputStream.nullOutputStream())));
			}
			return files;
		}
	}

	static byte[] toBytes(List<BackupFile> files) {
		StringBuilder text = new StringBuilder();
		files.forEach((file) -> text.append(file.sha256()).append("  ").append(file.path()).append('\n'));
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads the list of a backup and compares each file with it.
	 * @return in the order of the list
	 * @throws ProblemException {@code BACKUP_DAMAGED} if the list or a file is not what
	 * was written
	 */
	static List<BackupFile> verify(Path backup) throws IOException {
		Path list = backup.resolve(FILE);
		if (Files.notExists(list)) {
			throw damaged("There is no %s in %s, so it is not a finished backup.".formatted(FILE, backup));
		}
		List<BackupFile> files = new ArrayList<>();
		for (String line : Files.readAllLines(list)) {
			Matcher parts = LINE.matcher(line);
			if (!parts.matches()) {
				throw damaged("The file %s has a line that is not a digest and a path.".formatted(list));
			}
			Path file = backup.resolve(parts.group(2));
			if (!Files.isRegularFile(file)) {
				throw damaged("The file %s is missing.".formatted(file));
			}
			requireDigest(file, copy(file, OutputStream.nullOutputStream()), parts.group(1));
			files.add(new BackupFile(parts.group(2), Files.size(file), parts.group(1)));
		}
		return files;
	}

	static void requireDigest(Path file, String actual, String expected) {
		if (!actual.equals(expected)) {
			throw damaged(
					"The file %s is not what was written: its SHA-256 differs from that in %s.".formatted(file, FILE));
		}
	}

	/**
	 * Copies a file to a stream.
	 * @return the SHA-256 of what was copied, 64 hex digits
	 */
	static String copy(Path file, OutputStream to) throws IOException {
		try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
			in.transferTo(to);
			return HexFormat.of().formatHex(in.getMessageDigest().digest());
		}
	}

	private static ProblemException damaged(String detail) {
		return new ProblemException(ProblemCode.BACKUP_DAMAGED, detail);
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
