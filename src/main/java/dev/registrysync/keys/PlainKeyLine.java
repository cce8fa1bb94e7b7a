package dev.registrysync.keys;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.PlainText;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Reads lines of keys that are spelled as {@link KeyRecord} spells them and whose owners
 * need no escape: nearly all, at a fraction of what their JSON costs. What is bound to a
 * key are the very characters of such a line, so they are authentic or the line is not.
 * For one thread at a time.
 */
final class PlainKeyLine {

	private static final byte[] NUMBER = ascii("{\"number\":");

	private static final byte[] KIND = ascii(",\"kind\":\"");

	private static final byte[] ID = ascii(",\"id\":\"");

	private static final byte[] VERSION = ascii(",\"version\":");

	private static final byte[] ADDRESS = ascii(",\"address\":\"");

	private static final byte[] CREATED_AT = ascii(",\"created_at\":\"");

	private static final byte[] OWNER = ascii(",\"owner\":\"");

	private static final byte[] NONCE = ascii("\",\"nonce\":\"");

	private static final byte[] CIPHERTEXT = ascii("\",\"ciphertext\":\"");

	private static final byte[] END = ascii("\"}");

	private static final byte[] QUOTE = ascii("\"");

	private static final byte[] BOUND = ascii("[\"" + KeyRecord.FORMAT + "\",");

	private static final byte[] BOUND_NUMBER = ascii(",");

	private static final byte[] BOUND_TEXT = ascii(",\"");

	private static final byte[] BOUND_END = ascii("]");

	/** What is bound to a key has no more bytes, whatever its owner. */
	private static final int MOST_BOUND = 512;

	private final Authenticity authenticity;

	private final byte[] bound = new byte[MOST_BOUND];

	private int boundLength;

	private int end;

	/** Many keys are made in the same second. */
	private byte[] time = QUOTE;

	private Instant instant = Instant.EPOCH;

	PlainKeyLine(Authenticity authenticity) {
		this.authenticity = authenticity;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(US_ASCII);
	}

	/**
	 * The record in the line that begins at one byte and ends with a newline, or at
	 * another byte; empty if it is spelled otherwise, or not authentic.
	 */
	Optional<KeyRecord> find(byte[] bytes, int start, int stop) {
		try {
			KeyRecord record = read(bytes, new PlainText(bytes, start, stop));
			boolean whole = this.end == stop || bytes[this.end] == '\n';
			return (whole && isAuthentic(record)) ? Optional.of(record) : Optional.empty();
		}
		catch (IllegalArgumentException | DateTimeParseException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Where the line ends of which a record was found last.
	 */
	int end() {
		return this.end;
	}

	private boolean isAuthentic(KeyRecord record) {
		return this.authenticity.isAuthentic(record.sealed(), Arrays.copyOf(this.bound, this.boundLength));
	}

	private KeyRecord read(byte[] bytes, PlainText line) {
		this.boundLength = 0;
		bind(BOUND, 0, BOUND.length);
		line.expect(NUMBER);
		int start = line.at();
		long number = line.number();
		bind(bytes, start, line.at());
		start = next(line, KIND, BOUND_TEXT);
		Kind kind = line.kind();
		bind(bytes, start, line.at());
		start = next(line, ID, BOUND_TEXT);
		EntryRef owner = EntryRef.of(kind, text(line));
		bind(bytes, start, line.at());
		start = next(line, VERSION, BOUND_NUMBER);
		int version = line.smallNumber();
		bind(bytes, start, line.at());
		start = next(line, ADDRESS, BOUND_TEXT);
		Address address = Address.readAuthentic(line);
		line.expect(QUOTE);
		bind(bytes, start, line.at());
		start = next(line, CREATED_AT, BOUND_TEXT);
		Instant createdAt = instant(line);
		bind(bytes, start, line.at());
		bind(BOUND_END, 0, BOUND_END.length);
		requireFingerprint(line);
		Sealed sealed = sealed(line);
		this.end = line.at();
		return new KeyRecord(new KeyRecord.Label(number, new KeyFacts(owner, version, address), createdAt), sealed);
	}

	/**
	 * Goes on to the next member, whose value is bound to the key.
	 * @return where the value begins
	 */
	private int next(PlainText line, byte[] name, byte[] boundBefore) {
		line.expect(name);
		bind(boundBefore, 0, boundBefore.length);
		return line.at();
	}

	private void bind(byte[] text, int start, int stop) {
		int length = stop - start;
		if (this.boundLength + length > MOST_BOUND) {
			throw new IllegalArgumentException("the line is too long");
		}
		System.arraycopy(text, start, this.bound, this.boundLength, length);
		this.boundLength += length;
	}

	/**
	 * A text that is what stands in the line, without an escape.
	 */
	private static String text(PlainText line) {
		int start = line.at();
		String text = line.text();
		if (line.at() - start != text.length() + 1) {
			throw new IllegalArgumentException("the text needs an escape");
		}
		return text;
	}

	private Instant instant(PlainText line) {
		if (!line.skip(this.time)) {
			String createdAt = text(line);
			this.instant = Instant.parse(createdAt);
			this.time = ascii(createdAt + '"');
		}
		return this.instant;
	}

	private static void requireFingerprint(PlainText line) {
		line.expect(OWNER);
		line.lowerCaseHex(16);
		line.lowerCaseHex(16);
	}

	private static Sealed sealed(PlainText line) {
		line.expect(NONCE);
		byte[] nonce = line.lowerCaseHexBytes(Sealed.NONCE_LENGTH);
		line.expect(CIPHERTEXT);
		byte[] ciphertext = line.lowerCaseHexBytes(Sealed.CIPHERTEXT_LENGTH);
		line.expect(END);
		return new Sealed(nonce, ciphertext);
	}

}
