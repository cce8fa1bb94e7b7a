package dev.registrysync.identity;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * secp256k1 in pure Java: the curve's own field arithmetic, a comb for multiples of G,
 * and v taken from R itself, without trial recoveries. BouncyCastle computes with
 * {@code BigInteger}, so copies of a scalar stay on the heap until they are collected.
 */
final class BouncyCastleSecp256k1 implements Secp256k1 {

	private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

	private static final ECPoint G = CURVE.getG();

	private final SecureRandom random;

	BouncyCastleSecp256k1(SecureRandom random) {
		this.random = random;
	}

	@Override
	public PrivateKey generate() {
		return PrivateKey.random(this.random);
	}

	@Override
	public Address addressOf(PrivateKey key) {
		return address(multipleOfG(scalar(key)));
	}

	@Override
	public Signature sign(byte[] hash32, PrivateKey key) {
		BigInteger e = number(hash32);
		BigInteger d = scalar(key);
		HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
		nonces.init(CurveOrder.N, d, hash32);
		while (true) {
			BigInteger k = nonces.nextK();
			ECPoint point = multipleOfG(k);
			BigInteger r = point.getAffineXCoord().toBigInteger();
			BigInteger s = BigIntegers.modOddInverse(CurveOrder.N, k).multiply(e.add(d.multiply(r))).mod(CurveOrder.N);
			if (CurveOrder.contains(r) && s.signum() != 0) {
				return signature(r, s, point.getAffineYCoord().testBitZero());
			}
		}
	}

	private static Signature signature(BigInteger r, BigInteger s, boolean odd) {
		boolean high = s.compareTo(CurveOrder.HALF) > 0;
		byte[] rs = new byte[64];
		BigIntegers.asUnsignedByteArray(r, rs, 0, 32);
		BigIntegers.asUnsignedByteArray(high ? CurveOrder.N.subtract(s) : s, rs, 32, 32);
		return Signature.of(rs, (odd ^ high) ? 1 : 0);
	}

	@Override
	public Optional<Address> recover(byte[] hash32, Signature signature) {
		BigInteger e = number(hash32);
		return findPoint(signature).map((point) -> {
			BigInteger inverse = BigIntegers.modOddInverseVar(CurveOrder.N, signature.r());
			BigInteger u1 = inverse.multiply(e.negate()).mod(CurveOrder.N);
			BigInteger u2 = inverse.multiply(signature.s()).mod(CurveOrder.N);
			return ECAlgorithms.sumOfTwoMultiplies(G, u1, point, u2).normalize();
		}).filter((publicKey) -> !publicKey.isInfinity()).map(BouncyCastleSecp256k1::address);
	}

	/**
	 * The point R with the signature's r as its x; half of all numbers are no x.
	 */
	private static Optional<ECPoint> findPoint(Signature signature) {
		byte[] compressed = new byte[33];
		compressed[0] = (byte) (2 + signature.recoveryId());
		BigIntegers.asUnsignedByteArray(signature.r(), compressed, 1, 32);
		try {
			return Optional.of(CURVE.getCurve().decodePoint(compressed));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static BigInteger number(byte[] hash32) {
		if (hash32.length != 32) {
			throw new IllegalArgumentException("a hash has 32 bytes, not " + hash32.length);
		}
		return new BigInteger(1, hash32);
	}

	private static BigInteger scalar(PrivateKey key) {
		byte[] bytes = key.toBytes();
		try {
			return new BigInteger(1, bytes);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	private static ECPoint multipleOfG(BigInteger scalar) {
		return new FixedPointCombMultiplier().multiply(G, scalar).normalize();
	}

	private static Address address(ECPoint publicKey) {
		byte[] encoded = publicKey.getEncoded(false);
		return Address.ofPublicKey(Arrays.copyOfRange(encoded, 1, encoded.length));
	}

}
