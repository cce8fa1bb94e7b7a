package dev.registrysync.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A keystore in a directory of a test.
 */
final class TestKeystore {

	static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

	private final Path directory;

	TestKeystore(Path temporary) {
		this.directory = temporary.resolve("data/keystore");
	}

	KeyService open() {
		return open(null);
	}

	KeyService open(@Nullable Path passphraseFile) {
		return new KeyService(this.directory, passphraseFile, Secp256k1.bouncyCastle(), CLOCK);
	}

	Path directory() {
		return this.directory;
	}

	Path keys() {
		return this.directory.resolve("keys");
	}

	Path header() {
		return this.directory.resolve("header");
	}

	Path wrappingKey() {
		return this.directory.resolve("wrapping.key");
	}

	/**
	 * Makes the keys and gives their addresses.
	 */
	Map<EntryRef, Address> make(Collection<EntryRef> owners) {
		try (KeyService keys = open()) {
			return addresses(keys.ensure(owners));
		}
	}

	static Map<EntryRef, Address> addresses(KeyBatch batch) {
		Map<EntryRef, Address> addresses = new HashMap<>();
		batch.keys().forEach((owner, key) -> addresses.put(owner, key.address()));
		return addresses;
	}

	/** The lines of the keys file, the first one of which names the keystore. */
	List<String> lines() {
		return new ArrayList<>(Arrays.asList(new String(read(keys()), UTF_8).split("\n")));
	}

	void writeLines(List<String> lines) {
		write(keys(), (String.join("\n", lines) + "\n").getBytes(UTF_8));
	}

	static EntryRef agent(String id) {
		return EntryRef.of(Kind.AGENTS, id);
	}

	static EntryRef tool(String id) {
		return EntryRef.of(Kind.TOOLS, id);
	}

	static List<EntryRef> agents(String... ids) {
		return Stream.of(ids).map(TestKeystore::agent).toList();
	}

	static Path passphrase(Path file, String content) {
		write(file, content.getBytes(UTF_8));
		mode(file, "rw-------");
		return file;
	}

	static void mode(Path file, String mode) {
		try {
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String mode(Path file) {
		try {
			return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static byte[] read(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void write(Path file, byte[] bytes) {
		try {
			Files.write(file, bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void delete(Path file) {
		try {
			Files.delete(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
