package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a keystore, opens it, or changes what opens it: header, wrapping key, data key.
 */
public final class Keystore {

	private static final Logger log = LoggerFactory.getLogger(Keystore.class);

	private static final int MIN_CHARACTERS = 12;

	private final KeystoreFiles files;

	private final @Nullable Path passphraseFile;

	/**
	 * Names a keystore; nothing is read yet.
	 * @param passphraseFile the file with the passphrase; null for a generated key
	 */
	public Keystore(Path directory, @Nullable Path passphraseFile) {
		this.files = new KeystoreFiles(directory);
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
		return new OpenKeystore(this.files, header.mode(), unwrap(header));
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
			writeWrappingKey();
		}
		return readWrappingKey();
	}

	private void writeWrappingKey() {
		byte[] bytes = AesKey.randomBytes(AesKey.LENGTH);
		try {
			this.files.replace(this.files.wrappingKey(), bytes);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	/**
	 * From now on a passphrase opens the keystore; a generated key is removed. Only the
	 * data key is wrapped anew; the keys stay as they are. The new header replaces the
	 * old one by a rename, so that a crash at any moment leaves one of the two, whole,
	 * together with what opens it.
	 * @throws ProblemException if the keystore cannot be opened, the new passphrase
	 * cannot be read or the header cannot be written
	 */
	public void changeToPassphrase(Path newPassphraseFile) {
		KeystoreHeader header = existingHeader();
		Argon2id kdf = Argon2id.recommended();
		try (AesKey dataKey = unwrap(header); AesKey wrappingKey = deriveNew(kdf, newPassphraseFile)) {
			rewrap(header, kdf, dataKey, wrappingKey);
		}
		try {
			Files.deleteIfExists(this.files.wrappingKey());
		}
		catch (IOException ex) {
			throw KeystoreFailure.inaccessible(this.files.wrappingKey(), "removed", ex);
		}
	}

	/**
	 * From now on a new generated key opens the keystore, which lies beside the keys; as
	 * {@link #changeToPassphrase}.
	 * @throws ProblemException if the keystore cannot be opened or written, or a
	 * generated key opens it already
	 */
	public void changeToGeneratedKey() {
		KeystoreHeader header = existingHeader();
		if (header.mode() == WrappingMode.KEY_FILE) {
			throw KeystoreFailure.refused(this.files.header(), "a generated key opens this keystore already");
		}
		try (AesKey dataKey = unwrap(header)) {
			writeWrappingKey();
			try (AesKey wrappingKey = readWrappingKey()) {
				rewrap(header, null, dataKey, wrappingKey);
			}
		}
	}

	private KeystoreHeader existingHeader() {
		if (Files.notExists(this.files.header())) {
			throw KeystoreFailure.missing(this.files.header(), "there is no keystore here");
		}
		return readHeader();
	}

	private void rewrap(KeystoreHeader header, @Nullable Argon2id kdf, AesKey dataKey, AesKey wrappingKey) {
		Sealed wrapped = wrappingKey.wrap(dataKey, header.bound());
		this.files.replace(this.files.header(),
				new KeystoreHeader(header.keystore(), kdf, wrapped, header.createdAt()).toBytes());
	}

	private KeystoreHeader readHeader() {
		return KeystoreHeader.read(this.files.header(),
				this.files.read(this.files.header()).orElseThrow(this::withoutHeader));
	}

	/**
	 * Returns the data key; the caller closes it.
	 */
	private AesKey unwrap(KeystoreHeader header) {
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
	 * Derives the key from a passphrase that nothing was wrapped with so far.
	 * @throws ProblemException {@code KEYSTORE_PASSPHRASE_FILE} if it has less than
	 * {@value #MIN_CHARACTERS} characters
	 */
	private static AesKey deriveNew(Argon2id kdf, Path file) {
		try (SecretFile passphrase = passphrase(file)) {
			int characters = passphrase.characters();
			if (characters < MIN_CHARACTERS) {
				throw KeystoreFailure.refused(file, "the passphrase has %d characters; a new one needs at least %d"
					.formatted(characters, MIN_CHARACTERS));
			}
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
		if (bytes.length != AesKey.LENGTH) {
			Arrays.fill(bytes, (byte) 0);
			throw KeystoreFailure.damaged(this.files.wrappingKey(),
					"the generated key has %d bytes instead of 32".formatted(bytes.length));
		}
		return AesKey.of(bytes);
	}

}
