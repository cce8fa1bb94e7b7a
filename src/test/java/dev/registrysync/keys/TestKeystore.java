package dev.registrysync.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.registrysync.database.Database;
import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A keystore in a directory of a test.
 */
final class TestKeystore implements AutoCloseable {

	static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

	private final Path directory;

	private final Databases databases;

	TestKeystore(Path temporary) {
		this(TestEngine.SQLITE, temporary);
	}

	TestKeystore(TestEngine engine, Path temporary) {
		this.directory = temporary.resolve("data/keystore");
		this.databases = Databases.create(engine, temporary.resolve("data"));
	}

	KeyService open() {
		return open(null);
	}

	KeyService open(@Nullable Path passphraseFile) {
		return open(passphraseFile, IdentityAliases.NONE);
	}

	KeyService open(@Nullable Path passphraseFile, IdentityAliases aliases) {
		return new KeyService(database(), this.directory, passphraseFile, Secp256k1.bouncyCastle(), CLOCK, aliases);
	}

	OfflineKeystore openOffline() {
		return OfflineKeystore.open(this.databases.open(), this.directory, null, Secp256k1.bouncyCastle(),
				Instant.EPOCH);
	}

	Databases databases() {
		return this.databases;
	}

	Database database() {
		return this.databases.database();
	}

	/**
	 * Changes rows behind the keystore's back.
	 */
	void change(String statement) {
		assertThat(database().<Integer>write((sql) -> sql.sql(statement).update())).as(statement).isPositive();
	}

	/**
	 * Returns all keys as the database has them.
	 */
	List<Map<String, Object>> rows() {
		return database()
			.read((sql) -> sql.sql("select * from keystore.key order by kind, id, version").query().listOfRows())
			.stream()
			.map(TestKeystore::comparable)
			.toList();
	}

	private static Map<String, Object> comparable(Map<String, Object> row) {
		Map<String, Object> columns = new TreeMap<>();
		row.forEach((name, value) -> columns.put(name,
				(value instanceof byte[] bytes) ? HexFormat.of().formatHex(bytes) : String.valueOf(value)));
		return columns;
	}

	@Override
	public void close() {
		this.databases.close();
	}

	Path directory() {
		return this.directory;
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
		io(() -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode)));
	}

	static String mode(Path file) {
		return PosixFilePermissions.toString(io(() -> Files.getPosixFilePermissions(file)));
	}

	static byte[] read(Path file) {
		return io(() -> Files.readAllBytes(file));
	}

	static void write(Path file, byte[] bytes) {
		io(() -> Files.write(file, bytes));
	}

	static void delete(Path file) {
		assertThat(io(() -> Files.deleteIfExists(file))).isTrue();
	}

	private static <T> T io(Callable<T> access) {
		try {
			return access.call();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
