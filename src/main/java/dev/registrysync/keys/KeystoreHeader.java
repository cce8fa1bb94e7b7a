package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.UnsignableContentException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The keystore's header: how the wrapping key is made, and the data key wrapped with it.
 * Its checksum tells a damaged header from a wrong passphrase.
 *
 * @param keystore names the keystore, so that files of two are not mixed up
 * @param kdf how a passphrase becomes the wrapping key; null if a key file is used
 * @param dataKey the wrapped data key
 * @param createdAt when the keystore was made
 */
record KeystoreHeader(UUID keystore, @Nullable Argon2id kdf, Sealed dataKey, Instant createdAt) {

	private static final String FORMAT = "registry-sync/keystore/1";

	private static final String CHECKSUM = "checksum";

	private static final String NO_KDF = "none";

	WrappingMode mode() {
		return (this.kdf != null) ? WrappingMode.PASSPHRASE : WrappingMode.KEY_FILE;
	}

	/**
	 * What the wrapped data key is bound to.
	 */
	static byte[] bound(UUID keystore) {
		return (FORMAT + "\n" + keystore).getBytes(US_ASCII);
	}

	byte[] bound() {
		return bound(this.keystore);
	}

	byte[] toBytes() {
		JsonObject header = JsonObject.EMPTY.with("format", FORMAT)
			.with("keystore", this.keystore.toString())
			.with("created_at", this.createdAt.toString())
			.with("kdf", (this.kdf != null) ? this.kdf.toJson() : new JsonString(NO_KDF))
			.with("data_key", this.dataKey.toJson());
		return (JsonText.indented(header.with(CHECKSUM, ContentDigest.of(header).text()), 0) + "\n").getBytes(US_ASCII);
	}

	/**
	 * Reads a header.
	 * @param file where the bytes are from
	 * @throws dev.registrysync.problem.ProblemException if a byte of it is not what was
	 * written, or a later version wrote it
	 */
	static KeystoreHeader read(Path file, byte[] bytes) {
		JsonObject header = parse(file, bytes);
		String format = header.findText("format").orElse("");
		if (!format.equals(FORMAT)) {
			throw KeystoreFailure.damaged(file, "the header's format is \"%s\", this version reads \"%s\""
				.formatted(JsonText.compact(new JsonString(format)).replace("\"", ""), FORMAT));
		}
		return find(header)
			.orElseThrow(() -> KeystoreFailure.damaged(file, "a member of the header is missing or wrong"));
	}

	private static JsonObject parse(Path file, byte[] bytes) {
		try {
			if (JsonReader.read(bytes) instanceof JsonObject header && isIntact(header)) {
				return header;
			}
			throw KeystoreFailure.damaged(file, "the header does not have the checksum it was written with");
		}
		catch (JsonSyntaxException ex) {
			throw KeystoreFailure.damaged(file,
					"the header is not JSON: %s at %s".formatted(ex.reason(), ex.position()));
		}
		catch (UnsignableContentException ex) {
			throw KeystoreFailure.damaged(file, "the header holds " + ex.reason());
		}
	}

	private static boolean isIntact(JsonObject header) {
		return header.findText(CHECKSUM)
			.filter((checksum) -> checksum.equals(ContentDigest.of(header.without(CHECKSUM)).text()))
			.isPresent();
	}

	private static Optional<KeystoreHeader> find(JsonObject header) {
		try {
			UUID keystore = UUID.fromString(header.findText("keystore").orElse(""));
			Instant createdAt = Instant.parse(header.findText("created_at").orElse(""));
			boolean withoutKdf = header.findText("kdf").filter(NO_KDF::equals).isPresent();
			Optional<Argon2id> kdf = header.findObject("kdf").flatMap(Argon2id::find);
			return header.findObject("data_key")
				.flatMap(Sealed::find)
				.filter((dataKey) -> withoutKdf || kdf.isPresent())
				.map((dataKey) -> new KeystoreHeader(keystore, kdf.orElse(null), dataKey, createdAt));
		}
		catch (IllegalArgumentException | DateTimeParseException ex) {
			return Optional.empty();
		}
	}

}
