package dev.registrysync.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;
import dev.registrysync.volume.RegularFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * The file that holds the encrypted keys. It only grows: one line a key or a revocation,
 * behind a first line that names the keystore. For one thread at a time.
 */
final class KeyFile {

	private static final Logger log = LoggerFactory.getLogger(KeyFile.class);

	private static final String FORMAT = "registry-sync/keys/1";

	private static final Pattern FIRST_LINE = Pattern
		.compile(Pattern.quote("{\"format\":\"" + FORMAT + "\",\"keystore\":\"") + "[0-9a-f-]{36}\"}\n");

	private static final byte[] NEWLINE = { '\n' };

	private final Path path;

	private final Writing writing;

	private final SeenFile seen;

	private KeyFile(Path path, Writing writing, SeenFile seen) {
		this.path = path;
		this.writing = writing;
		this.seen = seen;
	}

	/**
	 * Makes the file of a keystore without keys.
	 */
	static void create(KeystoreFiles files, UUID keystore) {
		files.replace(files.keys(), (firstLine(keystore) + "\n").getBytes(US_ASCII));
	}

	/**
	 * Whether a file, if it is there at all, holds nothing but a first line.
	 */
	static boolean isWithoutKeys(Path path) throws IOException {
		try (InputStream file = RegularFile.open(path)) {
			return FIRST_LINE.matcher(new String(file.readAllBytes(), ISO_8859_1)).matches();
		}
		catch (NoSuchFileException ex) {
			return true;
		}
	}

	private static String firstLine(UUID keystore) {
		Map<String, Json> members = new LinkedHashMap<>();
		members.put("format", new JsonString(FORMAT));
		members.put("keystore", new JsonString(keystore.toString()));
		return JsonText.compact(JsonObject.copyOf(members));
	}

	/**
	 * Reads the file into the scan and cuts off what a crash left of an append: those
	 * keys were never given out.
	 */
	static KeyFile open(KeystoreFiles files, UUID keystore, KeyFileScan scan) {
		return open(files, keystore, scan, Writing.DURABLE);
	}

	static KeyFile open(KeystoreFiles files, UUID keystore, KeyFileScan scan, Writing writing) {
		Path path = files.keys();
		byte[] bytes = files.read(path)
			.orElseThrow(() -> KeystoreFailure.missing(path, "there is a header, but the file with the keys is gone"));
		try {
			String first = firstLineOf(path, bytes);
			int good = scan.scan(bytes, firstLine(keystore).getBytes(US_ASCII));
			if (scan.records().isEmpty() && isOfAnotherKeystore(first, keystore)) {
				throw KeystoreFailure.damaged(path, "the keys file belongs to another keystore than the header");
			}
			KeyFile file = new KeyFile(path, writing, SeenFile.of(files, path, bytes, good));
			file.repairEnd(bytes, good);
			return file;
		}
		catch (IOException ex) {
			throw KeystoreFailure.inaccessible(path, "repaired", ex);
		}
	}

	private static String firstLineOf(Path path, byte[] bytes) {
		String first = new String(bytes, 0, Math.min(bytes.length, 256), ISO_8859_1).lines().findFirst().orElse("");
		if (bytes.length <= first.length()) {
			throw KeystoreFailure.damaged(path, "the keys file is cut off in its first line");
		}
		return first;
	}

	private static boolean isOfAnotherKeystore(String first, UUID keystore) {
		try {
			return JsonReader.read(first.getBytes(ISO_8859_1)) instanceof JsonObject members
					&& members.findText("format").filter(FORMAT::equals).isPresent()
					&& members.findText("keystore").filter((name) -> !name.equals(keystore.toString())).isPresent();
		}
		catch (JsonSyntaxException ex) {
			return false;
		}
	}

	private void repairEnd(byte[] bytes, int good) throws IOException {
		if (good == 0) {
			throw KeystoreFailure.damaged(this.path, "the keys file has no whole line");
		}
		if (good < bytes.length) {
			log.info(
					"{} ended in the middle of an append that a crash cut short: {} bytes that nobody was told of are cut off",
					this.path, bytes.length - good);
		}
		if (good < bytes.length || bytes[good - 1] != '\n') {
			this.seen.leaveRest();
			write((bytes[good - 1] == '\n') ? new byte[0] : NEWLINE);
		}
	}

	/**
	 * Appends whole lines, durably, all or none.
	 * @throws dev.registrysync.problem.ProblemException if that is not possible, or if
	 * others changed the file; it is as it was
	 */
	void append(byte[] lines) {
		requireUnchanged();
		try {
			write(lines);
		}
		catch (IOException ex) {
			throw KeystoreFailure.inaccessible(this.path, "extended", ex);
		}
	}

	/**
	 * Makes sure that nobody else changed the file.
	 * @throws dev.registrysync.problem.ProblemException {@code KEYSTORE_MISSING} or
	 * {@code KEYSTORE_CHANGED}
	 */
	void requireUnchanged() {
		this.seen.requireUnchanged();
	}

	private void write(byte[] bytes) throws IOException {
		try (FileChannel channel = FileChannel.open(this.path, WRITE)) {
			channel.truncate(this.seen.length());
			channel.position(this.seen.length());
			append(channel, bytes);
		}
		this.seen.add(bytes);
	}

	private void append(FileChannel channel, byte[] bytes) throws IOException {
		try {
			this.writing.write(channel, ByteBuffer.wrap(bytes));
		}
		catch (IOException ex) {
			this.seen.leaveRest();
			takeBack(channel, ex);
			throw ex;
		}
	}

	/**
	 * If even this fails, the next append or start does it.
	 */
	private void takeBack(FileChannel channel, IOException failure) {
		try {
			channel.truncate(this.seen.length());
			channel.force(true);
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * How bytes get onto the disk.
	 */
	@FunctionalInterface
	interface Writing {

		/** Writes all and waits until the disk has it. */
		Writing DURABLE = (channel, bytes) -> {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		};

		void write(FileChannel channel, ByteBuffer bytes) throws IOException;

	}

}
