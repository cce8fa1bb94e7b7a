package dev.registrysync.identity;

import dev.registrysync.curve.CurveTestAccess;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@EnabledForJreRange(min = JRE.JAVA_22)
class Libsecp256k1Test extends Secp256k1Contract {

	@Override
	Secp256k1 curve() {
		return CurveTestAccess.libsecp256k1();
	}

}
