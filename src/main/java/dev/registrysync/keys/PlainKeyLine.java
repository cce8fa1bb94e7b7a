package dev.registrysync.keys;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Reads lines of keys that are spelled as {@link KeyRecord} spells them and whose owners
 * need no escape: nearly all, at a fraction of what their JSON costs. What is bound to a
 * key are the very characters of such a line, so they are authentic or the line is not.
 * For one thread at a time.
 */
final class PlainKeyLine {

	private static final int FINGERPRINT_LENGTH = 32;

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
		if (this.at != this.line.length() - 2 || !this.line.endsWith("}") || !isPlain(id)
				|| !isHex(owner, FINGERPRINT_LENGTH) || !isHex(nonce, 2 * Sealed.NONCE_LENGTH)
				|| !isHex(ciphertext, 2 * Sealed.CIPHERTEXT_LENGTH)) {
			return Optional.empty();
		}
		Sealed sealed = new Sealed(HexFormat.of().parseHex(nonce), HexFormat.of().parseHex(ciphertext));
		String bound = "[\"" + KeyRecord.FORMAT + "\"," + number + ",\"" + kind + "\",\"" + id + "\"," + version + ",\""
				+ address + "\",\"" + createdAt + "\"]";
		return this.authenticity.isAuthentic(sealed, bound.getBytes(US_ASCII))
				? label(number, kind, id, version, address, createdAt).map((label) -> new KeyRecord(label, sealed))
				: Optional.empty();
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

	private static boolean isHex(String text, int length) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if ((character < '0' || character > '9') && (character < 'a' || character > 'f')) {
				return false;
			}
		}
		return text.length() == length;
	}

	private Optional<KeyRecord.Label> label(String number, String kind, String id, String version, String address,
			String createdAt) {
		try {
			KeyFacts facts = new KeyFacts(EntryRef.of(Kind.find(kind).orElseThrow(IllegalArgumentException::new), id),
					Integer.parseInt(version), Address.find(address).orElseThrow(IllegalArgumentException::new));
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
