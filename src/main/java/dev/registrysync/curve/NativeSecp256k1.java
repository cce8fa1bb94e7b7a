package dev.registrysync.curve;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.CurveOrder;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;

/**
 * secp256k1 by libsecp256k1, whichever way it is called.
 */
final class NativeSecp256k1 implements Secp256k1 {

	private final NativeCalls calls;

	private final SecureRandom random;

	NativeSecp256k1(NativeCalls calls, SecureRandom random) {
		this.calls = calls;
		this.random = random;
	}

	@Override
	public PrivateKey generate() {
		return PrivateKey.random(this.random);
	}

	@Override
	public Address addressOf(PrivateKey key) {
		byte[] secret = key.toBytes();
		try {
			return address(this.calls.publicKey(secret));
		}
		finally {
			Arrays.fill(secret, (byte) 0);
		}
	}

	/**
	 * RFC 6979 makes the nonce of the hash modulo n (2.3.4), the library of the hash as
	 * it is.
	 */
	@Override
	public Signature sign(byte[] hash32, PrivateKey key) {
		byte[] reduced = CurveOrder.reduced(hash32);
		byte[] secret = key.toBytes();
		try {
			return this.calls.sign(reduced, secret);
		}
		finally {
			Arrays.fill(secret, (byte) 0);
		}
	}

	@Override
	public Optional<Address> recover(byte[] hash32, Signature signature) {
		return this.calls.recover(CurveOrder.reduced(hash32), signature).map(NativeSecp256k1::address);
	}

	private static Address address(byte[] publicKey) {
		return Address.ofPublicKey(Arrays.copyOfRange(publicKey, 1, publicKey.length));
	}

}
