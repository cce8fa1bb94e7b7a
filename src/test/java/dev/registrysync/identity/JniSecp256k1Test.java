package dev.registrysync.identity;

import dev.registrysync.curve.CurveTestAccess;

class JniSecp256k1Test extends Secp256k1Contract {

	@Override
	Secp256k1 curve() {
		return CurveTestAccess.jni();
	}

}
