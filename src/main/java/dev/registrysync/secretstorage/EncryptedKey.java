package dev.registrysync.secretstorage;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.DestroyableSecretKey;
import dev.registrysync.identity.InvalidPrivateKeyException;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.secretstorage.SecretStorageException.Defect;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * A private key under a passphrase, in the form of Web3 Secret Storage version 3: safe to
 * keep and to show to whom the passphrase is safe from.
 */
public final class EncryptedKey {

	private static final int VERSION = 3;

	private static final String CIPHER = "aes-128-ctr";

	private static final SecureRandom RANDOM = new SecureRandom();

	private final KeyDerivation derivation;

	private final byte[] iv;

	private final byte[] ciphertext;

	private final byte[] mac;

	private final JsonObject file;

	private EncryptedKey(KeyDerivation derivation, byte[] iv, byte[] ciphertext, byte[] mac, JsonObject file) {
		this.derivation = derivation;
		this.iv = iv;
		this.ciphertext = ciphertext;
		this.mac = mac;
		this.file = file;
	}

	/**
	 * Reads a file's text; nothing is derived yet.
	 * @throws SecretStorageException if it is malformed, not supported or too expensive
	 */
	public static EncryptedKey parse(byte[] text) {
		JsonObject file = json(text);
		Members members = new Members("", file);
		if (members.number("version") != VERSION) {
			throw new SecretStorageException(Defect.UNSUPPORTED, "its version is not 3");
		}
		Members crypto = members.object(file.has("Crypto") ? "Crypto" : "crypto");
		if (!crypto.text("cipher").equals(CIPHER)) {
			throw new SecretStorageException(Defect.UNSUPPORTED, "its cipher is not " + CIPHER);
		}
		byte[] iv = crypto.object("cipherparams").hex("iv", 16, 16);
		EncryptedKey key = new EncryptedKey(KeyDerivation.of(crypto), iv, crypto.hex("ciphertext", 1, 32),
				crypto.hex("mac", 32, 32), file);
		key.findAddress();
		return key;
	}

	/**
	 * The parser's reason may quote what stands in the file, and that may be a bare key.
	 */
	private static JsonObject json(byte[] text) {
		try {
			if (JsonReader.read(text) instanceof JsonObject object) {
				return object;
			}
		}
		catch (JsonSyntaxException ex) {
			throw new SecretStorageException(Defect.NOT_JSON, "it is not JSON: see " + ex.position());
		}
		throw new SecretStorageException(Defect.MALFORMED, "it is not a JSON object");
	}

	/**
	 * Encrypts a key under a passphrase with a new salt and a new initialisation vector.
	 */
	public static EncryptedKey encrypt(PrivateKey key, Address address, byte[] passphrase, ScryptCost cost) {
		KeyDerivation derivation = new ScryptDerivation(cost, HexFormat.of().formatHex(random(32)));
		byte[] iv = random(16);
		byte[] secret = key.toBytes();
		byte[] derived = derivation.derive(passphrase);
		try {
			byte[] ciphertext = aes(Cipher.ENCRYPT_MODE, derived, iv, secret);
			byte[] mac = mac(derived, ciphertext);
			return new EncryptedKey(derivation, iv, ciphertext, mac,
					file(address, crypto(derivation, iv, ciphertext, mac)));
		}
		finally {
			Arrays.fill(secret, (byte) 0);
			Arrays.fill(derived, (byte) 0);
		}
	}

	private static byte[] random(int length) {
		byte[] bytes = new byte[length];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

	private static JsonObject file(Address address, JsonObject crypto) {
		return JsonObject.of("version", new JsonNumber(Integer.toString(VERSION)))
			.with("id", UUID.randomUUID().toString())
			.with("address", digits(address))
			.with("crypto", crypto);
	}

	private static JsonObject crypto(KeyDerivation derivation, byte[] iv, byte[] ciphertext, byte[] mac) {
		HexFormat hex = HexFormat.of();
		return JsonObject.EMPTY.with("cipher", CIPHER)
			.with("cipherparams", JsonObject.EMPTY.with("iv", hex.formatHex(iv)))
			.with("ciphertext", hex.formatHex(ciphertext))
			.with("kdf", derivation.name())
			.with("kdfparams", derivation.toJson())
			.with("mac", hex.formatHex(mac));
	}

	/**
	 * The address as this format has it: 40 hex digits of the lower case.
	 */
	public static String digits(Address address) {
		return address.toString().substring(2).toLowerCase(Locale.ROOT);
	}

	/**
	 * The whole file, other programs' members included.
	 */
	public JsonObject toJson() {
		return this.file;
	}

	/**
	 * The address that the file names; programs may leave it out.
	 */
	public Optional<Address> findAddress() {
		Optional<String> text = this.file.findText("address").filter((address) -> !address.isEmpty());
		return text.map((address) -> Address.find(address)
			.orElseThrow(() -> new SecretStorageException(Defect.MALFORMED, "its member address is not an address")));
	}

	/**
	 * Decrypts the key; the caller closes it.
	 * @throws SecretStorageException if the passphrase does not fit, or the key is not
	 * one or not that of the address
	 */
	public PrivateKey decrypt(byte[] passphrase, Secp256k1 secp256k1) {
		byte[] derived = this.derivation.derive(passphrase);
		try {
			if (!MessageDigest.isEqual(mac(derived, this.ciphertext), this.mac)) {
				throw new SecretStorageException(Defect.WRONG_MAC,
						"its MAC is wrong: the passphrase is another one, or the file was changed");
			}
			return checked(aes(Cipher.DECRYPT_MODE, derived, this.iv, this.ciphertext), secp256k1);
		}
		finally {
			Arrays.fill(derived, (byte) 0);
		}
	}

	private PrivateKey checked(byte[] secret, Secp256k1 secp256k1) {
		PrivateKey key = key(secret);
		Address derived = secp256k1.addressOf(key);
		if (findAddress().filter((address) -> !address.equals(derived)).isPresent()) {
			key.close();
			throw new SecretStorageException(Defect.OTHER_ADDRESS,
					"it says address %s, but its key is that of %s".formatted(findAddress().orElseThrow(), derived));
		}
		return key;
	}

	/**
	 * Restores the leading zero bytes that early versions of geth left out.
	 */
	private static PrivateKey key(byte[] secret) {
		byte[] padded = new byte[32];
		System.arraycopy(secret, 0, padded, 32 - secret.length, secret.length);
		try {
			return PrivateKey.copyOf(padded);
		}
		catch (InvalidPrivateKeyException ex) {
			throw new SecretStorageException(Defect.NOT_A_KEY,
					"what it holds is not a private key: that is a number from 1 to n-1");
		}
		finally {
			Arrays.fill(secret, (byte) 0);
			Arrays.fill(padded, (byte) 0);
		}
	}

	private static byte[] mac(byte[] derived, byte[] ciphertext) {
		KeccakDigest keccak = new KeccakDigest(256);
		keccak.update(derived, 16, 16);
		keccak.update(ciphertext, 0, ciphertext.length);
		byte[] mac = new byte[32];
		keccak.doFinal(mac, 0);
		return mac;
	}

	private static byte[] aes(int mode, byte[] derived, byte[] iv, byte[] text) {
		byte[] half = Arrays.copyOf(derived, 16);
		try (DestroyableSecretKey key = DestroyableSecretKey.copyOf("AES", half)) {
			Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
			cipher.init(mode, key, new IvParameterSpec(iv));
			return cipher.doFinal(text);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-CTR does not work", ex);
		}
		finally {
			Arrays.fill(half, (byte) 0);
		}
	}

	@Override
	public String toString() {
		return "[encrypted]";
	}

}
