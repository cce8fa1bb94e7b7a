package dev.registrysync.identity;

class BouncyCastleSecp256k1Test extends Secp256k1Contract {

	@Override
	Secp256k1 curve() {
		return Secp256k1.bouncyCastle();
	}

}
