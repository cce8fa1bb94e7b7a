package dev.registrysync.identity;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import dev.registrysync.registry.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What each implementation of the curve has to do, byte for byte.
 */
abstract class Secp256k1Contract {

	private static final String ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

	private final Secp256k1 curve = curve();

	private final Secp256k1 other = Secp256k1.bouncyCastle();

	abstract Secp256k1 curve();

	static List<JsonObject> vectors() {
		return Vectors.read("eip191.json");
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void derivesTheAddress(JsonObject vector) {
		try (PrivateKey key = Vectors.privateKey(vector)) {
			assertThat(this.curve.addressOf(key)).hasToString(Vectors.text(vector, "address"));
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void signsByteForByte(JsonObject vector) {
		try (PrivateKey key = Vectors.privateKey(vector)) {
			byte[] hash = PersonalMessage.hash(Vectors.text(vector, "message"));
			assertThat(this.curve.sign(hash, key).hex()).isEqualTo(Vectors.text(vector, "signature_no0x"));
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void recoversTheSigner(JsonObject vector) {
		byte[] hash = PersonalMessage.hash(Vectors.text(vector, "message"));
		Signature signature = Signature.parse(Vectors.text(vector, "signature_no0x"));
		assertThat(this.curve.recover(hash, signature)).get().hasToString(Vectors.text(vector, "address"));
		byte[] other = PersonalMessage.hash(Vectors.text(vector, "message") + " ");
		assertThat(this.curve.recover(other, signature)).isNotEqualTo(this.curve.recover(hash, signature));
	}

	@Test
	void recoversEachSignerOfRandomHashes() {
		Random random = new Random(7);
		for (int i = 0; i < 200; i++) {
			byte[] hash = new byte[32];
			random.nextBytes(hash);
			try (PrivateKey key = this.curve.generate()) {
				Signature signature = this.curve.sign(hash, key);
				assertThat(Signature.parse(signature.hex())).isEqualTo(signature);
				assertThat(this.curve.recover(hash, signature)).contains(this.curve.addressOf(key));
			}
		}
	}

	@Test
	void signsHashesAtBothEndsOfTheRange() {
		byte[] ones = new byte[32];
		Arrays.fill(ones, (byte) 0xff);
		try (PrivateKey key = this.curve.generate()) {
			for (byte[] hash : List.of(new byte[32], ones)) {
				assertThat(this.curve.recover(hash, this.curve.sign(hash, key))).contains(this.curve.addressOf(key));
			}
		}
	}

	@Test
	void nobodyMadeASignatureWhoseRIsOnNoPoint() {
		Set<Boolean> found = new HashSet<>();
		for (int r = 1; r <= 16; r++) {
			Signature signature = Signature.parse("%064x".formatted(r) + "%064x".formatted(1) + "1b");
			found.add(this.curve.recover(new byte[32], signature).isPresent());
		}
		assertThat(found).containsExactlyInAnyOrder(true, false);
	}

	@Test
	void aSignatureThatRecoversToNothingHasNoSigner() {
		// s·R = e·G when R = G, s = e: the recovered point is at infinity
		String x = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
		byte[] hash = new byte[32];
		hash[31] = 5;
		assertThat(this.curve.recover(hash, Signature.parse(x + "%064x".formatted(5) + "1b"))).isEmpty();
	}

	@Test
	void givesTheBytesOfEveryOtherImplementation() {
		Random random = new Random(11);
		for (int i = 0; i < 2_000; i++) {
			requireSame(bytes(random), bytes(random));
		}
	}

	@Test
	void givesTheSameBytesAtTheEndsOfBothRanges() {
		List<String> numbers = List.of("0".repeat(64), "0".repeat(63) + "1", "f".repeat(64), ORDER,
				ORDER.substring(0, 62) + "40", ORDER.substring(0, 62) + "42");
		for (String key : List.of(numbers.get(1), numbers.get(4))) {
			numbers.forEach((hash) -> requireSame(HexFormat.of().parseHex(hash), HexFormat.of().parseHex(key)));
		}
	}

	private void requireSame(byte[] hash, byte[] secret) {
		try (PrivateKey key = PrivateKey.copyOf(secret)) {
			assertThat(this.curve.addressOf(key)).isEqualTo(this.other.addressOf(key));
			Signature signature = this.curve.sign(hash, key);
			assertThat(signature).isEqualTo(this.other.sign(hash, key));
			assertThat(this.curve.recover(hash, signature)).contains(this.other.addressOf(key));
		}
	}

	@Test
	void findsTheSameSignerOrNoneOfSignaturesThatNobodyMade() {
		Random random = new Random(13);
		Set<Boolean> found = new HashSet<>();
		for (int i = 0; i < 2_000; i++) {
			byte[] rs = new byte[64];
			random.nextBytes(rs);
			rs[0] &= 0x7f;
			rs[32] &= 0x3f;
			Signature signature = Signature.of(rs, i % 2);
			byte[] hash = bytes(random);
			Optional<Address> signer = this.curve.recover(hash, signature);
			assertThat(signer).isEqualTo(this.other.recover(hash, signature));
			found.add(signer.isPresent());
		}
		assertThat(found).containsExactlyInAnyOrder(true, false);
	}

	private static byte[] bytes(Random random) {
		byte[] bytes = new byte[32];
		random.nextBytes(bytes);
		return bytes;
	}

	@Test
	void severalThreadsMayUseIt() {
		try (PrivateKey key = PrivateKey.copyOf(HexFormat.of().parseHex("0".repeat(63) + "7"))) {
			Address address = this.other.addressOf(key);
			assertThat(IntStream.range(0, 400).parallel().mapToObj((i) -> {
				byte[] hash = PersonalMessage.hash(Integer.toString(i));
				return this.curve.recover(hash, this.curve.sign(hash, key));
			})).allMatch(Optional.of(address)::equals);
		}
	}

	@Test
	void makesADifferentKeyEachTime() {
		Set<String> addresses = new HashSet<>();
		IntStream.range(0, 50).forEach((i) -> {
			try (PrivateKey key = this.curve.generate()) {
				addresses.add(this.curve.addressOf(key).toString());
			}
		});
		assertThat(addresses).hasSize(50);
	}

	@Test
	void aHashHas32Bytes() {
		Signature signature = Signature.parse(Vectors.text(vectors().get(0), "signature_no0x"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.curve.recover(new byte[31], signature));
		try (PrivateKey key = this.curve.generate()) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.curve.sign(new byte[33], key));
		}
	}

}
