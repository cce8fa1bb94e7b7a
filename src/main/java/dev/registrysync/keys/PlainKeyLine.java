package dev.registrysync.keys;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Reads lines of keys that are spelled as {@link KeyRecord} spells them and whose owners
 * need no escape: nearly all, at a fraction of what their JSON costs. What is bound to a
 * key are the very characters of such a line, so they are authentic or the line is not.
 * For one thread at a time.
 */
final class PlainKeyLine {

	private static final int FINGERPRINT_LENGTH = 16;

	private static final int NO_DIGIT = -1;

	/** The value of each lower-case hex digit. */
	private static final int[] DIGITS = digits();

	private static final int SPELLED_OTHERWISE = -1;

	private final Authenticity authenticity;

	private String line = "";

	private int at;

	/** Many keys are made in the same second. */
	private String time = "";

	private Instant instant = Instant.EPOCH;

	PlainKeyLine(Authenticity authenticity) {
		this.authenticity = authenticity;
	}

	/**
	 * The record in a line without its newline; empty if it is spelled otherwise, or not
	 * authentic.
	 */
	Optional<KeyRecord> find(byte[] bytes, int start, int end) {
		this.line = new String(bytes, start, end - start, ISO_8859_1);
		this.at = 0;
		String number = between("{\"number\":", ',');
		String kind = between(",\"kind\":\"", '"');
		String id = between("\",\"id\":\"", '"');
		String version = between("\",\"version\":", ',');
		String address = between(",\"address\":\"", '"');
		String createdAt = between("\",\"created_at\":\"", '"');
		String owner = between("\",\"owner\":\"", '"');
		String nonce = between("\",\"nonce\":\"", '"');
		String ciphertext = between("\",\"ciphertext\":\"", '"');
		byte @Nullable [] nonceBytes = fromHex(nonce, Sealed.NONCE_LENGTH);
		byte @Nullable [] ciphertextBytes = fromHex(ciphertext, Sealed.CIPHERTEXT_LENGTH);
		if (this.at != this.line.length() - 2 || !this.line.endsWith("}") || !isPlain(id)
				|| fromHex(owner, FINGERPRINT_LENGTH) == null || nonceBytes == null || ciphertextBytes == null) {
			return Optional.empty();
		}
		Sealed sealed = new Sealed(nonceBytes, ciphertextBytes);
		String bound = "[\"" + KeyRecord.FORMAT + "\"," + number + ",\"" + kind + "\",\"" + id + "\"," + version + ",\""
				+ address + "\",\"" + createdAt + "\"]";
		return this.authenticity.isAuthentic(sealed, bound.getBytes(US_ASCII))
				? label(number, kind, id, version, address, createdAt).map((label) -> new KeyRecord(label, sealed))
				: Optional.empty();
	}

	private static int[] digits() {
		int[] digits = new int['f' + 1];
		Arrays.fill(digits, NO_DIGIT);
		for (int value = 0; value < 16; value++) {
			digits["0123456789abcdef".charAt(value)] = value;
		}
		return digits;
	}

	private String between(String before, char behind) {
		int start = this.at + before.length();
		int end = (this.at != SPELLED_OTHERWISE && this.line.startsWith(before, this.at))
				? this.line.indexOf(behind, start) : SPELLED_OTHERWISE;
		this.at = end;
		return (end != SPELLED_OTHERWISE) ? this.line.substring(start, end) : "";
	}

	/**
	 * Whether the id is what stands in the line.
	 */
	private static boolean isPlain(String id) {
		for (int i = 0; i < id.length(); i++) {
			char character = id.charAt(i);
			if (character < ' ' || character > '~' || character == '\\') {
				return false;
			}
		}
		return true;
	}

	/**
	 * The bytes that lower-case hex digits mean; null if it is another text.
	 */
	private static byte @Nullable [] fromHex(String text, int length) {
		if (text.length() != 2 * length) {
			return null;
		}
		byte[] bytes = new byte[length];
		int all = 0;
		for (int i = 0; i < length; i++) {
			int value = (digit(text.charAt(2 * i)) << 4) | digit(text.charAt(2 * i + 1));
			bytes[i] = (byte) value;
			all |= value;
		}
		return (all >= 0) ? bytes : null;
	}

	private static int digit(char character) {
		return (character <= 'f') ? DIGITS[character] : NO_DIGIT;
	}

	private Optional<KeyRecord.Label> label(String number, String kind, String id, String version, String address,
			String createdAt) {
		try {
			KeyFacts facts = new KeyFacts(EntryRef.of(Kind.find(kind).orElseThrow(IllegalArgumentException::new), id),
					Integer.parseInt(version),
					Address.findAuthentic(address).orElseThrow(IllegalArgumentException::new));
			return Optional.of(new KeyRecord.Label(Long.parseLong(number), facts, instant(createdAt)));
		}
		catch (IllegalArgumentException | DateTimeParseException ex) {
			return Optional.empty();
		}
	}

	private Instant instant(String createdAt) {
		if (!createdAt.equals(this.time)) {
			this.instant = Instant.parse(createdAt);
			this.time = createdAt;
		}
		return this.instant;
	}

}
