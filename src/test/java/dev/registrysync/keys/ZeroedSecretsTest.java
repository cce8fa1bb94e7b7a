package dev.registrysync.keys;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import dev.registrysync.identity.DestroyableSecretKey;
import dev.registrysync.identity.PrivateKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Whatever says that it zeroes a secret does so: the arrays themselves are read.
 */
class ZeroedSecretsTest {

	private static final int KEY_LENGTH = 32;

	@TempDir
	private Path temporary;

	/**
	 * Finds the arrays of a key's length in objects of ours, however deep.
	 */
	private static List<byte[]> keys(Object root) throws IllegalAccessException {
		List<byte[]> found = new ArrayList<>();
		collect(root, Collections.newSetFromMap(new IdentityHashMap<>()), found);
		return found;
	}

	private static void collect(@Nullable Object object, Set<Object> seen, List<byte[]> found)
			throws IllegalAccessException {
		if (object == null || !seen.add(object)) {
			return;
		}
		if (object instanceof byte[] bytes) {
			if (bytes.length == KEY_LENGTH) {
				found.add(bytes);
			}
			return;
		}
		for (Class<?> type = object.getClass(); type != null
				&& type.getName().startsWith("dev.registrysync."); type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
					field.setAccessible(true);
					collect(field.get(object), seen, found);
				}
			}
		}
	}

	private static void zeroes(AutoCloseable secret) throws Exception {
		List<byte[]> arrays = keys(secret);
		assertThat(arrays).isNotEmpty().noneMatch(ZeroedSecretsTest::isZero);
		secret.close();
		assertThat(arrays).allMatch(ZeroedSecretsTest::isZero);
	}

	private static boolean isZero(byte[] bytes) {
		for (byte one : bytes) {
			if (one != 0) {
				return false;
			}
		}
		return true;
	}

	@Test
	void aClosedKeystoreHoldsNoKey() throws Exception {
		try (TestKeystore keystore = new TestKeystore(this.temporary)) {
			KeyService keys = keystore.open();
			keys.ensure(List.of(TestKeystore.agent("a")));
			zeroes(keys);
			assertThatIllegalStateException().isThrownBy(() -> keys.ensure(List.of(TestKeystore.agent("b"))));
			assertThatIllegalStateException().isThrownBy(() -> keys.sign(TestKeystore.agent("a"), List.of("text")));
		}
	}

	@Test
	void aClosedSecretHoldsNothing() throws Exception {
		zeroes(AesKey.random());
		zeroes(PrivateKey.random(new SecureRandom()));
		zeroes(DestroyableSecretKey.copyOf("AES", AesKey.randomBytes(KEY_LENGTH)));
		zeroes(SecretFile.read(TestKeystore.passphrase(this.temporary.resolve("secret"), "x".repeat(KEY_LENGTH))));
	}

	@Test
	void theBytesThatAreHandedOverAreZeroedToo() {
		byte[] key = AesKey.randomBytes(KEY_LENGTH);
		byte[] secret = AesKey.randomBytes(KEY_LENGTH);
		try (AesKey aes = AesKey.of(key)) {
			aes.seal(secret, new byte[0]);
		}
		assertThat(key).containsOnly(0);
		assertThat(secret).containsOnly(0);
	}

	@Test
	void aClosedKeyIsNotTakenForZeroes() {
		AesKey key = AesKey.random();
		Sealed sealed = key.seal(AesKey.randomBytes(KEY_LENGTH), new byte[0]);
		key.close();
		assertThatIllegalStateException().isThrownBy(() -> key.seal(AesKey.randomBytes(KEY_LENGTH), new byte[0]));
		assertThatIllegalStateException().isThrownBy(() -> key.open(sealed, new byte[0]));
	}

	@Test
	void nothingPrintsAKey() {
		byte[] bytes = AesKey.randomBytes(KEY_LENGTH);
		try (DestroyableSecretKey key = DestroyableSecretKey.copyOf("AES", bytes)) {
			assertThat(key).hasToString("[redacted]");
			assertThat(HexFormat.of().formatHex(key.getEncoded())).isEqualTo(HexFormat.of().formatHex(bytes));
		}
	}

}
