package dev.registrysync.curve;

import java.util.List;
import java.util.Optional;

import dev.registrysync.curve.Curve.Candidate;
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

	private static final Candidate MISSING = new Candidate("a telephone", () -> {
		throw new CurveUnavailableException("nobody answers");
	});

	private static final Candidate WRONG = new Candidate("a dream", WrongCurve::new);

	private static final Candidate WORKING = new Candidate("a letter", Secp256k1::bouncyCastle);

	@Test
	void takesTheForeignFunctionsFromJava22OnAndJniBefore() {
		Curve curve = Curve.choose(CurveChoice.AUTO);
		assertThat(curve.library()).isEqualTo("libsecp256k1");
		boolean foreign = Runtime.version().feature() >= 22;
		assertThat(curve.calls()).isEqualTo(foreign ? "foreign functions" : "JNI");
		assertThat(curve.passedOver()).hasSize(foreign ? 0 : 1);
	}

	@Test
	void passesOverWhatCannotBeUsedAndWhatCalculatesWrongly() {
		Curve curve = Curve.choose(CurveChoice.AUTO, List.of(MISSING, WRONG, WORKING));
		assertThat(curve.calls()).isEqualTo("a letter");
		assertThat(curve.passedOver()).containsExactly("libsecp256k1 by a telephone: nobody answers",
				"libsecp256k1 by a dream: it gives another result than every other library");
		assertThat(curve).hasToString("libsecp256k1 by a letter (not libsecp256k1 by a telephone: nobody answers, "
				+ "not libsecp256k1 by a dream: it gives another result than every other library)");
	}

	@Test
	void isBouncyCastleWhereNothingElseWorks() {
		Curve curve = Curve.choose(CurveChoice.AUTO, List.of(MISSING, WRONG));
		assertThat(curve.library()).isEqualTo("BouncyCastle");
		assertThat(curve.passedOver()).hasSize(2);
	}

	@Test
	void isBouncyCastleIfToldTo() {
		Curve curve = Curve.choose(CurveChoice.JAVA, List.of(WORKING));
		assertThat(curve.library()).isEqualTo("BouncyCastle");
		assertThat(curve.passedOver()).isEmpty();
		assertThat(curve).hasToString("BouncyCastle by Java");
	}

	@Test
	void refusesToDoWithoutTheNativeLibraryIfToldTo() {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> Curve.choose(CurveChoice.NATIVE, List.of(MISSING)))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.NATIVE_CURVE_UNAVAILABLE);
				assertThat(ex.detail()).isEqualTo("libsecp256k1 by a telephone: nobody answers");
			});
	}

	/**
	 * Finds everybody's address to be the same.
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
