package dev.registrysync.console;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

import dev.registrysync.identity.DestroyableSecretKey;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One encrypted entry of the platform's AES-GCM vault.
 */
final class VaultEntry {

	private static final int TAG_BITS = 128;

	private final String id;

	private final String context;

	private final byte[] iv;

	private final byte[] ciphertext;

	VaultEntry(String id, String context, byte[] iv, byte[] ciphertext) {
		this.id = id;
		this.context = context;
		this.iv = iv;
		this.ciphertext = ciphertext;
	}

	String id() {
		return this.id;
	}

	String context() {
		return this.context;
	}

	/**
	 * Decrypts it; the caller zeroes the bytes. Empty if this is another vault's key, or
	 * a bit of the entry has changed.
	 */
	Optional<byte[]> decrypt(VaultKey vaultKey) {
		byte[] bytes = vaultKey.entryKey(this.id, this.context);
		try (DestroyableSecretKey key = DestroyableSecretKey.copyOf("AES", bytes)) {
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, this.iv));
			cipher.updateAAD(this.id.getBytes(UTF_8));
			return Optional.of(cipher.doFinal(this.ciphertext));
		}
		catch (AEADBadTagException ex) {
			return Optional.empty();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-GCM cannot decrypt", ex);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	@Override
	public String toString() {
		return "[encrypted]";
	}

}
