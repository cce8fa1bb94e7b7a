package dev.registrysync.curve;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.registrysync.identity.Signature;
import fr.acinq.secp256k1.Secp256k1CFunctions;
import fr.acinq.secp256k1.Secp256k1Exception;

/**
 * libsecp256k1 by the functions that its Java library has for JNI. There is none for a
 * recoverable signature: the parity is that of the nonce's own point, and whether the
 * library turned s around is told by the equation that s solves.
 */
final class JniCalls implements NativeCalls {

	private final long context;

	JniCalls(long context) {
		this.context = context;
	}

	@Override
	public byte[] publicKey(byte[] secret) {
		return Secp256k1CFunctions.secp256k1_ec_pubkey_create(this.context, secret);
	}

	@Override
	public Signature sign(byte[] hash, byte[] secret) {
		byte[] rs = Secp256k1CFunctions.secp256k1_ecdsa_sign(this.context, hash, secret, null);
		byte[] nonce = DeterministicNonce.of(hash, secret);
		try {
			byte[] point = publicKey(nonce);
			if (!Arrays.equals(point, 1, 33, rs, 0, 32)) {
				throw new IllegalStateException("libsecp256k1 signed with another nonce than that of RFC 6979");
			}
			boolean odd = (point[64] & 1) == 1;
			return Signature.of(rs, (odd ^ isTurned(rs, hash, secret, nonce)) ? 1 : 0);
		}
		finally {
			Arrays.fill(nonce, (byte) 0);
		}
	}

	/**
	 * Whether s is not the solution of s·k = hash + r·secret, but n less that.
	 */
	private boolean isTurned(byte[] rs, byte[] hash, byte[] secret, byte[] nonce) {
		byte[] r = Arrays.copyOfRange(rs, 0, 32);
		byte[] s = Arrays.copyOfRange(rs, 32, 64);
		byte[] left = Secp256k1CFunctions.secp256k1_ec_seckey_tweak_mul(this.context, s, nonce);
		byte[] product = Secp256k1CFunctions.secp256k1_ec_seckey_tweak_mul(this.context, secret, r);
		byte[] right = Secp256k1CFunctions.secp256k1_ec_seckey_tweak_add(this.context, product, hash);
		boolean turned = !MessageDigest.isEqual(left, right);
		for (byte[] secretOnes : List.of(left, product, right)) {
			Arrays.fill(secretOnes, (byte) 0);
		}
		return turned;
	}

	@Override
	public Optional<byte[]> recover(byte[] hash, Signature signature) {
		try {
			return Optional.of(Secp256k1CFunctions.secp256k1_ecdsa_recover(this.context, signature.rs(), hash,
					signature.recoveryId()));
		}
		catch (Secp256k1Exception ex) {
			return Optional.empty();
		}
	}

}
