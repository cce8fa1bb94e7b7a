package dev.registrysync.operations;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/**
 * Recovers the signers of personal messages as SEC 1, 4.1.6 says it, without any code of
 * the service.
 */
final class PersonalSignatures {

	private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256k1");

	private PersonalSignatures() {
	}

	/**
	 * Returns the signer's address in lower case.
	 * @param signature 0x and 130 hex digits
	 */
	static String recover(String text, String signature) {
		if (!signature.matches("0x[0-9a-f]{130}")) {
			throw new IllegalArgumentException("no signature: " + signature);
		}
		byte[] bytes = HexFormat.of().parseHex(signature.substring(2));
		BigInteger r = new BigInteger(1, bytes, 0, 32);
		BigInteger s = new BigInteger(1, bytes, 32, 32);
		byte[] x = new byte[33];
		x[0] = (byte) (bytes[64] - 25);
		System.arraycopy(bytes, 0, x, 1, 32);
		ECPoint point = CURVE.getCurve().decodePoint(x);
		BigInteger inverse = r.modInverse(CURVE.getN());
		BigInteger message = new BigInteger(1, hash(text));
		ECPoint key = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(),
				inverse.multiply(message.negate()).mod(CURVE.getN()), point, inverse.multiply(s).mod(CURVE.getN()));
		byte[] encoded = key.normalize().getEncoded(false);
		byte[] hash = keccak(Arrays.copyOfRange(encoded, 1, 65));
		return "0x" + HexFormat.of().formatHex(hash, 12, 32);
	}

	private static byte[] hash(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		byte[] prefix = ("\u0019Ethereum Signed Message:\n" + bytes.length).getBytes(StandardCharsets.UTF_8);
		byte[] all = Arrays.copyOf(prefix, prefix.length + bytes.length);
		System.arraycopy(bytes, 0, all, prefix.length, bytes.length);
		return keccak(all);
	}

	private static byte[] keccak(byte[] bytes) {
		KeccakDigest digest = new KeccakDigest(256);
		digest.update(bytes, 0, bytes.length);
		byte[] hash = new byte[32];
		digest.doFinal(hash, 0);
		return hash;
	}

}
