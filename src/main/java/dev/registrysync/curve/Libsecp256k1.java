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
 * secp256k1 by the C interface of libsecp256k1. The context is randomized as a defence
 * against side channels, and never freed.
 */
final class Libsecp256k1 implements Secp256k1 {

	/** {@code SECP256K1_CONTEXT_NONE}: the context can sign and verify all the same. */
	private static final int CONTEXT_NONE = 1;

	/** {@code SECP256K1_EC_UNCOMPRESSED}. */
	private static final int UNCOMPRESSED = 2;

	private static final long NULL = 0;

	private final SecureRandom random = new SecureRandom();

	private final long context;

	private final CreatePublicKey createPublicKey;

	private final SerializePublicKey serializePublicKey;

	private final SignRecoverable signRecoverable;

	private final SerializeSignature serializeSignature;

	private final ParseSignature parseSignature;

	private final Recover recover;

	private Libsecp256k1(ForeignFunctions functions) throws ReflectiveOperationException {
		this.createPublicKey = functions.find("secp256k1_ec_pubkey_create", CreatePublicKey.class);
		this.serializePublicKey = functions.find("secp256k1_ec_pubkey_serialize", SerializePublicKey.class);
		this.signRecoverable = functions.find("secp256k1_ecdsa_sign_recoverable", SignRecoverable.class);
		this.serializeSignature = functions.find("secp256k1_ecdsa_recoverable_signature_serialize_compact",
				SerializeSignature.class);
		this.parseSignature = functions.find("secp256k1_ecdsa_recoverable_signature_parse_compact",
				ParseSignature.class);
		this.recover = functions.find("secp256k1_ecdsa_recover", Recover.class);
		this.context = functions.find("secp256k1_context_create", CreateContext.class).call(CONTEXT_NONE);
		randomize(functions.find("secp256k1_context_randomize", RandomizeContext.class));
	}

	/**
	 * Loads the library and finds its functions.
	 * @throws CurveUnavailableException if this is Java 21 or older, or the library
	 * cannot be loaded
	 */
	static Libsecp256k1 open() throws CurveUnavailableException {
		if (Runtime.version().feature() < 22) {
			throw new CurveUnavailableException(
					"it needs Java 22 or newer, and this is Java %s".formatted(Runtime.version().feature()));
		}
		NativeLibrary.load();
		try {
			return new Libsecp256k1(new ForeignFunctions());
		}
		catch (ReflectiveOperationException ex) {
			throw new CurveUnavailableException("its functions cannot be called: " + ex, ex);
		}
	}

	private void randomize(RandomizeContext function) {
		byte[] seed = new byte[32];
		this.random.nextBytes(seed);
		require(function.call(this.context, seed));
		Arrays.fill(seed, (byte) 0);
	}

	@Override
	public PrivateKey generate() {
		return PrivateKey.random(this.random);
	}

	@Override
	public Address addressOf(PrivateKey key) {
		byte[] secret = key.toBytes();
		try {
			byte[] publicKey = new byte[64];
			require(this.createPublicKey.call(this.context, publicKey, secret));
			return address(publicKey);
		}
		finally {
			Arrays.fill(secret, (byte) 0);
		}
	}

	/**
	 * RFC 6979 derives the nonce from the hash modulo n (2.3.4), the library from the
	 * hash as it is.
	 */
	@Override
	public Signature sign(byte[] hash32, PrivateKey key) {
		byte[] reduced = CurveOrder.reduced(hash32);
		byte[] secret = key.toBytes();
		try {
			byte[] signature = new byte[65];
			byte[] rs = new byte[64];
			int[] recoveryId = new int[1];
			require(this.signRecoverable.call(this.context, signature, reduced, secret, NULL, NULL));
			require(this.serializeSignature.call(this.context, rs, recoveryId, signature));
			return Signature.of(rs, recoveryId[0]);
		}
		finally {
			Arrays.fill(secret, (byte) 0);
		}
	}

	@Override
	public Optional<Address> recover(byte[] hash32, Signature signature) {
		byte[] reduced = CurveOrder.reduced(hash32);
		byte[] parsed = new byte[65];
		byte[] publicKey = new byte[64];
		boolean found = this.parseSignature.call(this.context, parsed, signature.rs(), signature.recoveryId()) == 1
				&& this.recover.call(this.context, publicKey, parsed, reduced) == 1;
		return found ? Optional.of(address(publicKey)) : Optional.empty();
	}

	private Address address(byte[] publicKey) {
		byte[] bytes = new byte[65];
		require(this.serializePublicKey.call(this.context, bytes, new long[] { bytes.length }, publicKey,
				UNCOMPRESSED));
		return Address.ofPublicKey(Arrays.copyOfRange(bytes, 1, bytes.length));
	}

	/**
	 * Checks the result of a call that cannot fail with valid arguments.
	 */
	private static void require(int result) {
		if (result != 1) {
			throw new IllegalStateException("libsecp256k1 refused valid arguments");
		}
	}

	public interface CreateContext {

		long call(int flags);

	}

	public interface RandomizeContext {

		int call(long context, byte[] seed32);

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

}
