package dev.registrysync.curve;

import java.util.Optional;

import dev.registrysync.curve.Curve.Source;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CurveTest {

	private static final Source MISSING = () -> {
		throw new CurveUnavailableException("it is not here");
	};

	@Test
	void usesLibsecp256k1FromJava22OnAndBouncyCastleBefore() {
		Curve curve = Curve.choose(CurveChoice.AUTO);
		if (Runtime.version().feature() >= 22) {
			assertThat(curve).hasToString("libsecp256k1");
		}
		else {
			assertThat(curve).hasToString("BouncyCastle (not libsecp256k1: it needs Java 22 or newer, and this is Java "
					+ Runtime.version().feature() + ")");
		}
	}

	@Test
	void fallsBackToBouncyCastleIfTheLibraryCannotBeUsed() {
		Curve curve = Curve.choose(CurveChoice.AUTO, MISSING);
		assertThat(curve.library()).isEqualTo("BouncyCastle");
		assertThat(curve.fallbackReason()).contains("it is not here");
		assertThat(curve).hasToString("BouncyCastle (not libsecp256k1: it is not here)");
	}

	@Test
	void fallsBackToBouncyCastleIfTheLibraryComputesAnotherResult() {
		Curve curve = Curve.choose(CurveChoice.AUTO, WrongCurve::new);
		assertThat(curve.library()).isEqualTo("BouncyCastle");
		assertThat(curve.fallbackReason()).contains("it gives another result than every other library");
	}

	@Test
	void usesBouncyCastleIfConfigured() {
		Curve curve = Curve.choose(CurveChoice.JAVA, Secp256k1::bouncyCastle);
		assertThat(curve.library()).isEqualTo("BouncyCastle");
		assertThat(curve.fallbackReason()).isEmpty();
		assertThat(curve).hasToString("BouncyCastle");
	}

	@Test
	void refusesToStartWithoutTheNativeLibraryIfItIsRequired() {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Curve.choose(CurveChoice.NATIVE, MISSING))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.NATIVE_CURVE_UNAVAILABLE);
				assertThat(ex.detail()).isEqualTo("libsecp256k1: it is not here");
			});
	}

	/**
	 * Derives the same address from every key.
	 */
	private static final class WrongCurve implements Secp256k1 {

		private final Secp256k1 right = Secp256k1.bouncyCastle();

		@Override
		public PrivateKey generate() {
			return this.right.generate();
		}

		@Override
		public Address addressOf(PrivateKey key) {
			return Address.ofPublicKey(new byte[64]);
		}

		@Override
		public Signature sign(byte[] hash32, PrivateKey key) {
			return this.right.sign(hash32, key);
		}

		@Override
		public Optional<Address> recover(byte[] hash32, Signature signature) {
			return this.right.recover(hash32, signature);
		}

	}

}
