package dev.registrysync.curve;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import dev.registrysync.identity.Signature;
import fr.acinq.secp256k1.Secp256k1CFunctions;

/**
 * libsecp256k1 by the functions of its own C interface, which the same shared library
 * exports. The context is randomised, so that what a secret costs tells less of it.
 */
final class ForeignCalls implements NativeCalls {

	private static final long NONE = 0;

	private final long context;

	private final CreatePublicKey createPublicKey;

	private final SerializePublicKey serializePublicKey;

	private final SignRecoverable signRecoverable;

	private final SerializeSignature serializeSignature;

	private final ParseSignature parseSignature;

	private final Recover recover;

	/**
	 * Finds the functions.
	 * @param context one that nobody else uses
	 * @throws ReflectiveOperationException if this is not Java 22 or newer, or if the
	 * library lacks one
	 */
	ForeignCalls(long context, SecureRandom random) throws ReflectiveOperationException {
		ForeignFunctions functions = new ForeignFunctions();
		this.context = context;
		this.createPublicKey = functions.find("secp256k1_ec_pubkey_create", CreatePublicKey.class);
		this.serializePublicKey = functions.find("secp256k1_ec_pubkey_serialize", SerializePublicKey.class);
		this.signRecoverable = functions.find("secp256k1_ecdsa_sign_recoverable", SignRecoverable.class);
		this.serializeSignature = functions.find("secp256k1_ecdsa_recoverable_signature_serialize_compact",
				SerializeSignature.class);
		this.parseSignature = functions.find("secp256k1_ecdsa_recoverable_signature_parse_compact",
				ParseSignature.class);
		this.recover = functions.find("secp256k1_ecdsa_recover", Recover.class);
		randomize(functions.find("secp256k1_context_randomize", Randomize.class), random);
	}

	private void randomize(Randomize function, SecureRandom random) {
		byte[] seed = new byte[32];
		random.nextBytes(seed);
		require(function.call(this.context, seed));
		Arrays.fill(seed, (byte) 0);
	}

	@Override
	public byte[] publicKey(byte[] secret) {
		byte[] key = new byte[64];
		require(this.createPublicKey.call(this.context, key, secret));
		return serialized(key);
	}

	private byte[] serialized(byte[] key) {
		byte[] bytes = new byte[65];
		require(this.serializePublicKey.call(this.context, bytes, new long[] { bytes.length }, key,
				Secp256k1CFunctions.SECP256K1_EC_UNCOMPRESSED));
		return bytes;
	}

	@Override
	public Signature sign(byte[] hash, byte[] secret) {
		byte[] signature = new byte[65];
		byte[] rs = new byte[64];
		int[] recoveryId = new int[1];
		require(this.signRecoverable.call(this.context, signature, hash, secret, NONE, NONE));
		require(this.serializeSignature.call(this.context, rs, recoveryId, signature));
		return Signature.of(rs, recoveryId[0]);
	}

	@Override
	public Optional<byte[]> recover(byte[] hash, Signature signature) {
		byte[] parsed = new byte[65];
		byte[] key = new byte[64];
		boolean found = this.parseSignature.call(this.context, parsed, signature.rs(), signature.recoveryId()) == 1
				&& this.recover.call(this.context, key, parsed, hash) == 1;
		return found ? Optional.of(serialized(key)) : Optional.empty();
	}

	/**
	 * What cannot fail with arguments that were checked before.
	 */
	private static void require(int result) {
		if (result != 1) {
			throw new IllegalStateException("libsecp256k1 refused valid arguments");
		}
	}

	public interface CreatePublicKey {

		int call(long context, byte[] key64, byte[] secret32);

	}

	public interface SerializePublicKey {

		int call(long context, byte[] bytes, long[] length, byte[] key64, int flags);

	}

	public interface SignRecoverable {

		int call(long context, byte[] signature65, byte[] hash32, byte[] secret32, long nonceFunction, long nonceData);

	}

	public interface SerializeSignature {

		int call(long context, byte[] rs64, int[] recoveryId, byte[] signature65);

	}

	public interface ParseSignature {

		int call(long context, byte[] signature65, byte[] rs64, int recoveryId);

	}

	public interface Recover {

		int call(long context, byte[] key64, byte[] signature65, byte[] hash32);

	}

	public interface Randomize {

		int call(long context, byte[] seed32);

	}

}
