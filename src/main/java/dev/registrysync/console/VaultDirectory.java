package dev.registrysync.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.identity.Address;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;

/**
 * The directory of the platform's AES-GCM vault: salt, master key, entries, and what it
 * says of its overseer.
 */
final class VaultDirectory {

	private static final String RESTORE = "Restore the vault from its backup, all files of one time.";

	private static final int SALT_LENGTH = 32;

	private static final int MASTER_KEY_LENGTH = 64;

	private static final int MAX_ITERATIONS = 20_000_000;

	private final Path directory;

	private final JsonObject document;

	private VaultDirectory(Path directory, JsonObject document) {
		this.directory = directory;
		this.document = document;
	}

	/**
	 * Reads the entries' file.
	 * @throws RefusedException if it cannot be read or is not what it should be
	 */
	static VaultDirectory read(Path directory) {
		InputFile.demandDirectory(directory, "Name the vault's directory: the one that holds entries.json and .salt.");
		VaultDirectory vault = new VaultDirectory(directory, json(directory.resolve("entries.json")));
		if (!vault.document.findText("cipher").orElse("").equals("aes-256-gcm")) {
			throw vault.malformed("its cipher is not aes-256-gcm");
		}
		return vault;
	}

	/**
	 * The parser's reason is left out: it may quote what stands in the file.
	 */
	private static JsonObject json(Path file) {
		try {
			if (JsonReader.read(InputFile.read(file)) instanceof JsonObject object) {
				return object;
			}
		}
		catch (JsonSyntaxException ex) {
			throw new RefusedException("%s is not JSON: see %s.".formatted(file, ex.position()), RESTORE);
		}
		throw new RefusedException("%s is not a JSON object.".formatted(file), RESTORE);
	}

	private RefusedException malformed(String what) {
		return new RefusedException("%s: %s.".formatted(this.directory.resolve("entries.json"), what), RESTORE);
	}

	List<VaultEntry> entries() {
		if (!(this.document.find("entries").orElse(null) instanceof JsonArray array)) {
			throw malformed("its member entries is not a list");
		}
		List<VaultEntry> entries = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (Json value : array.values()) {
			VaultEntry entry = ((value instanceof JsonObject object) ? entry(object) : Optional.<VaultEntry>empty())
				.orElseThrow(() -> malformed("entry %d lacks id, context, iv or ciphertext, or one of them is malformed"
					.formatted(entries.size() + 1)));
			if (!ids.add(entry.id())) {
				throw malformed("the entry %s stands there twice".formatted(Printable.of(entry.id())));
			}
			entries.add(entry);
		}
		return entries;
	}

	private static Optional<VaultEntry> entry(JsonObject object) {
		return object.findText("id")
			.flatMap((id) -> object.findText("context")
				.flatMap((context) -> hex(object, "iv").filter((iv) -> iv.length == 12)
					.flatMap((iv) -> hex(object, "ciphertext").filter((ciphertext) -> ciphertext.length >= 16)
						.map((ciphertext) -> new VaultEntry(id, context, iv, ciphertext)))));
	}

	private static Optional<byte[]> hex(JsonObject object, String name) {
		return object.findText(name)
			.filter((text) -> text.length() % 2 == 0 && text.chars().allMatch(HexFormat::isHexDigit))
			.map(HexFormat.of()::parseHex);
	}

	byte[] salt() {
		return bytes(".salt", SALT_LENGTH);
	}

	private byte[] bytes(String name, int length) {
		Path file = this.directory.resolve(name);
		byte[] bytes = InputFile.read(file);
		if (bytes.length != length) {
			Arrays.fill(bytes, (byte) 0);
			throw new RefusedException("%s has %d bytes instead of %d.".formatted(file, bytes.length, length), RESTORE);
		}
		return bytes;
	}

	/**
	 * The machine's key; the caller zeroes it.
	 */
	byte[] masterKey() {
		if (Files.notExists(this.directory.resolve(".master.key"))) {
			throw new RefusedException("%s has no .master.key.".formatted(this.directory),
					isInHumanCustody() ? "The vault is in human custody: use --overseer-signature-file."
							: "If a passphrase opens the vault, use --vault-passphrase-file.");
		}
		return bytes(".master.key", MASTER_KEY_LENGTH);
	}

	private boolean isInHumanCustody() {
		return Files.exists(this.directory.resolve(".human_overseer_active"))
				|| Files.exists(this.directory.resolve(".overseer_proof.json"));
	}

	/**
	 * The 20 bytes of the overseer's address.
	 */
	byte[] overseer() {
		Path file = this.directory.resolve(".overseer_proof.json");
		return json(file).findText("address")
			.flatMap(Address::find)
			.map((address) -> HexFormat.of().parseHex(address.toString().substring(2)))
			.orElseThrow(() -> new RefusedException("%s names no address.".formatted(file), RESTORE));
	}

	/**
	 * How often the passphrase is hashed.
	 */
	int iterations() {
		return this.document.find("pbkdf2_iterations")
			.filter((value) -> value instanceof JsonNumber)
			.map((value) -> ((JsonNumber) value).doubleValue())
			.filter((value) -> value >= 1 && value <= MAX_ITERATIONS && value == Math.rint(value))
			.map(Double::intValue)
			.orElseThrow(() -> malformed(
					"its member pbkdf2_iterations is not a whole number from 1 to %d".formatted(MAX_ITERATIONS)));
	}

	@Override
	public String toString() {
		return this.directory.toString();
	}

}
