package dev.registrysync.identity;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * An Ethereum address: the last 20 bytes of a public key's hash, written with the
 * checksum of EIP-55.
 */
public final class Address {

	private static final Pattern FORM = Pattern.compile("(?:0x)?([0-9a-fA-F]{40})");

	private final byte[] bytes;

	/** Made when it is asked for, as most addresses are only compared. */
	private @Nullable String text;

	private Address(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * The address of a public key.
	 * @param uncompressed64 the point's x and y, 32 bytes each, without a leading 4
	 */
	public static Address ofPublicKey(byte[] uncompressed64) {
		if (uncompressed64.length != 64) {
			throw new IllegalArgumentException("a public key has 64 bytes, not " + uncompressed64.length);
		}
		return new Address(Arrays.copyOfRange(Keccak256.hash(uncompressed64), 12, 32));
	}

	/**
	 * Reads 40 hex digits with or without {@code 0x}: all of the lower case, all of the
	 * upper case, or with the right checksum (EIP-55).
	 */
	public static Optional<Address> find(String text) {
		if (!looksLikeOne(text)) {
			return Optional.empty();
		}
		String digits = digits(text);
		String lower = digits.toLowerCase(Locale.ROOT);
		Address address = ofHex(lower);
		boolean oneCase = digits.equals(lower) || digits.equals(digits.toUpperCase(Locale.ROOT));
		return (oneCase || address.toString().endsWith(digits)) ? Optional.of(address) : Optional.empty();
	}

	/**
	 * Whether a text is 40 hex digits, whatever their case.
	 */
	static boolean looksLikeOne(String text) {
		return FORM.matcher(text).matches();
	}

	/**
	 * The address that 40 hex digits mean when their case is ignored.
	 */
	static Address ignoringCase(String text) {
		return ofHex(digits(text).toLowerCase(Locale.ROOT));
	}

	private static String digits(String text) {
		return text.substring(text.length() - 40);
	}

	private static Address ofHex(String digits) {
		return new Address(HexFormat.of().parseHex(digits));
	}

	private static String checksummed(String lower) {
		byte[] hash = Keccak256.hash(lower.getBytes(US_ASCII));
		char[] text = Arrays.copyOf(new char[] { '0', 'x' }, 42);
		for (int i = 0; i < 40; i++) {
			int nibble = (hash[i / 2] >> ((i % 2 == 0) ? 4 : 0)) & 0xf;
			char digit = lower.charAt(i);
			text[i + 2] = (nibble >= 8) ? Character.toUpperCase(digit) : digit;
		}
		return new String(text);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Address address && Arrays.equals(address.bytes, this.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	/**
	 * {@code 0x} and 40 hex digits whose case is the checksum (EIP-55).
	 */
	@Override
	public String toString() {
		@Nullable String known = this.text;
		if (known == null) {
			known = checksummed(HexFormat.of().formatHex(this.bytes));
			this.text = known;
		}
		return known;
	}

}
