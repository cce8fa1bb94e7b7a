package dev.registrysync.console;

import java.util.Arrays;

import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The key of the platform's AES-GCM vault, from which each entry's key is derived; zeroed
 * when closed.
 */
final class VaultKey implements AutoCloseable {

	private static final byte[] MASTER = "bankon-vault-master-key".getBytes(US_ASCII);

	private static final byte[] OVERSEER = "bankon-overseer-human-v1:".getBytes(US_ASCII);

	private static final int LENGTH = 32;

	private static final int MASTER_LENGTH = 64;

	private final byte[] bytes;

	private final byte[] salt;

	private VaultKey(byte[] bytes, byte[] salt) {
		this.bytes = bytes;
		this.salt = salt;
	}

	/**
	 * The machine's mode: from the 64 bytes of {@code .master.key}.
	 */
	static VaultKey ofMasterKey(byte[] masterKey, byte[] salt) {
		return new VaultKey(derive(masterKey, salt, MASTER, LENGTH), salt);
	}

	/**
	 * The passphrase's mode.
	 */
	static VaultKey ofPassphrase(byte[] passphrase, byte[] salt, int iterations) {
		PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA512Digest());
		generator.init(passphrase, salt, iterations);
		return new VaultKey(((KeyParameter) generator.generateDerivedMacParameters(8 * LENGTH)).getKey(), salt);
	}

	/**
	 * The mode of human custody: from the overseer's 65-byte signature, which takes the
	 * place of the master key.
	 */
	static VaultKey ofOverseer(byte[] signature, byte[] address, byte[] salt) {
		byte[] info = Arrays.copyOf(OVERSEER, OVERSEER.length + address.length);
		System.arraycopy(address, 0, info, OVERSEER.length, address.length);
		byte[] masterKey = derive(signature, salt, info, MASTER_LENGTH);
		try {
			return ofMasterKey(masterKey, salt);
		}
		finally {
			Arrays.fill(masterKey, (byte) 0);
		}
	}

	/**
	 * The 32 bytes that an entry is encrypted with; the caller zeroes them.
	 */
	byte[] entryKey(String id, String context) {
		return derive(this.bytes, this.salt, "bankon-entry:%s:%s".formatted(id, context).getBytes(UTF_8), LENGTH);
	}

	/**
	 * HKDF with SHA-512 (RFC 5869).
	 */
	private static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
		HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA512Digest());
		generator.init(new HKDFParameters(secret, salt, info));
		byte[] derived = new byte[length];
		generator.generateBytes(derived, 0, length);
		return derived;
	}

	@Override
	public void close() {
		Arrays.fill(this.bytes, (byte) 0);
	}

	@Override
	public String toString() {
		return "[redacted]";
	}

}
