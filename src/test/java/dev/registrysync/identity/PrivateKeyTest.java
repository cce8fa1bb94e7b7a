package dev.registrysync.identity;

import java.io.Serializable;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PrivateKeyTest {

	private static final byte[] SECRET = bytes(new BigInteger("123456789abcdef", 16));

	@Test
	void takesACopy() {
		byte[] bytes = SECRET.clone();
		PrivateKey key = PrivateKey.copyOf(bytes);
		Arrays.fill(bytes, (byte) 0);
		assertThat(key.toBytes()).isEqualTo(SECRET);
		key.toBytes()[31] = 0;
		assertThat(key.toBytes()).isEqualTo(SECRET);
	}

	@Test
	void givesNothingOnceClosed() {
		PrivateKey key = PrivateKey.copyOf(SECRET);
		key.close();
		key.close();
		assertThatIllegalStateException().isThrownBy(key::toBytes);
	}

	@Test
	void showsNothing() {
		assertThat(PrivateKey.copyOf(SECRET)).hasToString("[redacted]");
		assertThat(Serializable.class.isAssignableFrom(PrivateKey.class)).isFalse();
	}

	@Test
	void isANumberFromOneToTheOrderLessOne() {
		accepts(BigInteger.ONE);
		accepts(CurveOrder.N.subtract(BigInteger.ONE));
		refuses(bytes(BigInteger.ZERO));
		refuses(bytes(CurveOrder.N));
		refuses(bytes(CurveOrder.N.add(BigInteger.ONE)));
		refuses(HexFormat.of().parseHex("f".repeat(64)));
		refuses(new byte[0]);
		refuses(new byte[31]);
		refuses(new byte[33]);
	}

	@Test
	void drawsAgainWhenTheNumberIsNoKey() {
		Deque<byte[]> draws = new ArrayDeque<>(
				List.of(bytes(BigInteger.ZERO), bytes(CurveOrder.N), HexFormat.of().parseHex("f".repeat(64)), SECRET));
		SecureRandom random = new SecureRandom() {
			@Override
			public void nextBytes(byte[] bytes) {
				System.arraycopy(draws.remove(), 0, bytes, 0, bytes.length);
			}
		};
		assertThat(new BouncyCastleSecp256k1(random).generate().toBytes()).isEqualTo(SECRET);
		assertThat(draws).isEmpty();
	}

	private static void accepts(BigInteger number) {
		assertThat(PrivateKey.copyOf(bytes(number)).toBytes()).isEqualTo(bytes(number));
	}

	private static void refuses(byte[] bytes) {
		assertThatExceptionOfType(InvalidPrivateKeyException.class).isThrownBy(() -> PrivateKey.copyOf(bytes))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContainIgnoringCase("ffff").doesNotContain("0000"));
	}

	private static byte[] bytes(BigInteger number) {
		return BigIntegers.asUnsignedByteArray(32, number);
	}

}
