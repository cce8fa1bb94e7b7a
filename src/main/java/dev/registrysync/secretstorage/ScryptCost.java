package dev.registrysync.secretstorage;

/**
 * The cost of scrypt (RFC 7914 2).
 *
 * @param n how many blocks are kept, a power of two
 * @param r the size of a block, in 128 bytes
 * @param p how often all of it is done
 */
public record ScryptCost(int n, int r, int p) {

	/** About a second and 256 MiB for each key. */
	public static final ScryptCost STANDARD = new ScryptCost(262144, 8, 1);

	/** About 0.1 seconds and 4 MiB: for a strong passphrase. */
	public static final ScryptCost LIGHT = new ScryptCost(4096, 8, 6);

	private static final long MAX_MEMORY = 1 << 30;

	private static final int MAX_TIMES_STANDARD = 32;

	public ScryptCost {
		if (n < 2 || Integer.bitCount(n) != 1 || !isBearable(n, r, p)) {
			throw new IllegalArgumentException("scrypt with n=%d, r=%d, p=%d".formatted(n, r, p));
		}
	}

	/**
	 * Whether the numbers stay within 1 GiB of memory and 32 times the standard's work.
	 */
	static boolean isBearable(long n, long r, long p) {
		double memory = 128.0 * n * r;
		return n > 0 && r > 0 && p > 0 && memory <= MAX_MEMORY
				&& (double) n * r * p <= MAX_TIMES_STANDARD * 262144.0 * 8;
	}

	/**
	 * Whether a process may use enough memory for it, in bytes, and some more.
	 */
	public boolean fitsInto(long memory) {
		return 128L * this.n * this.r + (32 << 20) <= memory;
	}

	long work() {
		return (long) this.n * this.r * this.p;
	}

}
