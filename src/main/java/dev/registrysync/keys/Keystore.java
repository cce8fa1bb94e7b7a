package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a keystore, or opens one: header, wrapping key, data key.
 */
final class Keystore {

	private static final Logger log = LoggerFactory.getLogger(Keystore.class);

	static final int MIN_CHARACTERS = 12;

	private final KeystoreFiles files;

	private final @Nullable Path passphraseFile;

	/**
	 * Names a keystore; nothing is read yet.
	 * @param passphraseFile the file with the passphrase; null for a generated key
	 */
	Keystore(KeystoreFiles files, @Nullable Path passphraseFile) {
		this.files = files;
		this.passphraseFile = passphraseFile;
	}

	/**
	 * Opens the keystore; makes it if there is none.
	 * @param now the time to write into a new keystore
	 * @throws ProblemException if the passphrase is wrong, or a file is damaged, missing
	 * or inaccessible
	 */
	OpenKeystore open(ServiceTable table, Instant now) {
		this.files.makeDirectory();
		if (Files.notExists(this.files.header())) {
			if (table.holdsKeys()) {
				throw withoutHeader();
			}
			create(table, now);
		}
		KeystoreHeader header = readHeader();
		requireSame(header, table.findKeystore());
		List<Path> watched = new ArrayList<>(List.of(this.files.header()));
		if (header.mode() == WrappingMode.KEY_FILE) {
			watched.add(this.files.wrappingKey());
		}
		if (Files.exists(this.files.database())) {
			watched.add(this.files.database());
		}
		return new OpenKeystore(header, unwrap(header), new WatchedFiles(this.files, watched));
	}

	private void requireSame(KeystoreHeader header, Optional<String> keystore) {
		if (keystore.isEmpty()) {
			throw KeystoreFailure.missing(this.files.database(),
					"there is a header, but the database with the keys is gone, and an empty one stands in its place");
		}
		if (!keystore.get().equals(header.keystore().toString())) {
			throw KeystoreFailure.damaged(this.files.database(), "the keys belong to another keystore than the header");
		}
	}

	private ProblemException withoutHeader() {
		return KeystoreFailure.missing(this.files.header(), "there are keys, but the header to open them is gone");
	}

	/**
	 * Makes a keystore. The header comes last: where it is, the rest was.
	 */
	private void create(ServiceTable table, Instant now) {
		UUID keystore = UUID.randomUUID();
		Path file = this.passphraseFile;
		Argon2id kdf = (file != null) ? Argon2id.recommended() : null;
		try (AesKey wrappingKey = (file != null && kdf != null) ? deriveNew(kdf, file) : generate();
				AesKey dataKey = AesKey.random()) {
			Sealed wrapped = wrappingKey.wrap(dataKey, KeystoreHeader.bound(keystore));
			KeystoreHeader header = new KeystoreHeader(keystore, kdf, wrapped, now);
			table.create(keystore.toString());
			this.files.replace(this.files.header(), header.toBytes());
			log.info("Made a keystore in {}, opened by its {}", this.files.directory(), header.mode());
		}
	}

	private AesKey generate() {
		if (Files.notExists(this.files.wrappingKey())) {
			byte[] bytes = Secrets.random(32);
			try {
				this.files.replace(this.files.wrappingKey(), bytes);
			}
			finally {
				Arrays.fill(bytes, (byte) 0);
			}
		}
		return readWrappingKey();
	}

	KeystoreHeader readHeader() {
		return KeystoreHeader.read(this.files.header(),
				this.files.read(this.files.header()).orElseThrow(this::withoutHeader));
	}

	/**
	 * The data key; the caller closes it.
	 */
	AesKey unwrap(KeystoreHeader header) {
		Argon2id kdf = header.kdf();
		return (kdf != null)
				? unwrap(header, derive(kdf),
						() -> KeystoreFailure.wrongPassphrase(this.files.header(),
								"the passphrase does not open this keystore"))
				: unwrap(header, keyFile(), () -> KeystoreFailure.damaged(this.files.wrappingKey(),
						"the key in this file does not open the keystore: it is damaged or another keystore's"));
	}

	private static AesKey unwrap(KeystoreHeader header, AesKey wrappingKey,
			Supplier<? extends RuntimeException> failure) {
		try (wrappingKey) {
			return wrappingKey.open(header.dataKey(), header.bound()).map(AesKey::of).orElseThrow(failure);
		}
	}

	/**
	 * Reads a passphrase for a keystore that is to be made or wrapped anew; the caller
	 * closes it.
	 * @throws ProblemException {@code KEYSTORE_PASSPHRASE_FILE} if it has less than
	 * {@value #MIN_CHARACTERS} characters
	 */
	static SecretFile newPassphrase(Path file) {
		SecretFile passphrase = passphrase(file);
		int characters = passphrase.characters();
		if (characters < MIN_CHARACTERS) {
			passphrase.close();
			throw KeystoreFailure.refused(file, "the passphrase has %d characters; a new one needs at least %d"
				.formatted(characters, MIN_CHARACTERS));
		}
		return passphrase;
	}

	private AesKey deriveNew(Argon2id kdf, Path file) {
		try (SecretFile passphrase = newPassphrase(file)) {
			return kdf.derive(passphrase);
		}
	}

	private AesKey derive(Argon2id kdf) {
		if (this.passphraseFile == null) {
			throw KeystoreFailure.wrongPassphrase(this.files.header(),
					"the keystore was made with a passphrase, and none is configured");
		}
		try (SecretFile passphrase = passphrase(this.passphraseFile)) {
			return kdf.derive(passphrase);
		}
	}

	/**
	 * Reads a passphrase; the caller closes it.
	 */
	static SecretFile passphrase(Path file) {
		try {
			return SecretFile.read(file);
		}
		catch (UnfitSecretFileException ex) {
			throw KeystoreFailure.refused(file, "the passphrase file " + ex.reason());
		}
		catch (NoSuchFileException ex) {
			throw KeystoreFailure.refused(file,
					"there is no passphrase file here; registry-sync.keystore.passphrase-file names it");
		}
		catch (IOException ex) {
			throw KeystoreFailure.inaccessible(file, "read", ex);
		}
	}

	private AesKey keyFile() {
		if (this.passphraseFile != null) {
			throw KeystoreFailure.wrongPassphrase(this.files.header(),
					"the keystore was made without a passphrase, its wrapping.key opens it, but a passphrase file is configured");
		}
		return readWrappingKey();
	}

	private AesKey readWrappingKey() {
		byte[] bytes = this.files.read(this.files.wrappingKey())
			.orElseThrow(() -> KeystoreFailure.missing(this.files.wrappingKey(),
					"the generated key that opens the keystore is gone"));
		if (bytes.length != 32) {
			Arrays.fill(bytes, (byte) 0);
			throw KeystoreFailure.damaged(this.files.wrappingKey(),
					"the generated key has %d bytes instead of 32".formatted(bytes.length));
		}
		return AesKey.of(bytes);
	}

}
