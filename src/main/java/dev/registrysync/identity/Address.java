package dev.registrysync.identity;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * An Ethereum address: the last 20 bytes of a public key's hash, written with the
 * checksum of EIP-55.
 */
public final class Address {

	private static final String PREFIX = "0x";

	private static final int DIGITS = 40;

	private static final int UNKNOWN = -1;

	private final long first;

	private final long second;

	private final int last;

	/**
	 * Which letters are capitals, a bit for each digit: the checksum. Computed when it is
	 * asked for, as most addresses are only compared.
	 */
	private volatile long capitals = UNKNOWN;

	private Address(ByteBuffer bytes) {
		this(bytes.getLong(), bytes.getLong(), bytes.getInt());
	}

	private Address(long first, long second, int last) {
		this.first = first;
		this.second = second;
		this.last = last;
	}

	/**
	 * The address of a public key.
	 * @param uncompressed64 the point's x and y, 32 bytes each, without a leading 4
	 */
	public static Address ofPublicKey(byte[] uncompressed64) {
		if (uncompressed64.length != 64) {
			throw new IllegalArgumentException("a public key has 64 bytes, not " + uncompressed64.length);
		}
		return new Address(ByteBuffer.wrap(Keccak256.hash(uncompressed64), 12, 20));
	}

	/**
	 * Reads 40 hex digits with or without {@code 0x}: all of the lower case, all of the
	 * upper case, or with the right checksum (EIP-55).
	 */
	public static Optional<Address> find(String text) {
		if (!looksLikeOne(text)) {
			return Optional.empty();
		}
		String digits = text.substring(text.length() - DIGITS);
		String lower = digits.toLowerCase(Locale.ROOT);
		boolean right = digits.equals(lower) || digits.equals(digits.toUpperCase(Locale.ROOT))
				|| written(lower, capitals(lower)).endsWith(digits);
		return right ? Optional.of(ignoringCase(lower)) : Optional.empty();
	}

	/**
	 * Whether a text is 40 hex digits, whatever their case.
	 */
	static boolean looksLikeOne(String text) {
		int start = text.length() - DIGITS;
		return (start == 0 || (start == PREFIX.length() && text.startsWith(PREFIX)))
				&& text.chars().skip(start).allMatch(HexFormat::isHexDigit);
	}

	/**
	 * The address that 40 hex digits mean when their case is ignored.
	 */
	static Address ignoringCase(String text) {
		return new Address(ByteBuffer.wrap(HexFormat.of().parseHex(text, text.length() - DIGITS, text.length())));
	}

	private static long capitals(String lower) {
		byte[] hash = Keccak256.hash(lower.getBytes(US_ASCII));
		long capitals = 0;
		for (int i = 0; i < DIGITS; i++) {
			int highestOfNibble = (i % 2 == 0) ? 7 : 3;
			capitals |= (hash[i / 2] >> highestOfNibble & 1L) << i;
		}
		return capitals;
	}

	private static String written(String lower, long capitals) {
		char[] text = Arrays.copyOf(PREFIX.toCharArray(), PREFIX.length() + DIGITS);
		for (int i = 0; i < DIGITS; i++) {
			char digit = lower.charAt(i);
			boolean capital = digit >= 'a' && (capitals >> i & 1) != 0;
			text[i + PREFIX.length()] = capital ? (char) (digit - 'a' + 'A') : digit;
		}
		return new String(text);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Address address && address.first == this.first && address.second == this.second
				&& address.last == this.last;
	}

	@Override
	public int hashCode() {
		return 31 * (31 * Long.hashCode(this.first) + Long.hashCode(this.second)) + this.last;
	}

	/**
	 * {@code 0x} and 40 hex digits whose case is the checksum (EIP-55).
	 */
	@Override
	public String toString() {
		HexFormat hex = HexFormat.of();
		String lower = hex.toHexDigits(this.first) + hex.toHexDigits(this.second) + hex.toHexDigits(this.last);
		long known = this.capitals;
		if (known == UNKNOWN) {
			known = capitals(lower);
			this.capitals = known;
		}
		return written(lower, known);
	}

}
