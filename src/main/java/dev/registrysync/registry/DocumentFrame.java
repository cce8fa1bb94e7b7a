package dev.registrysync.registry;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What a registry document has around its entries: the text without them.
 */
final class DocumentFrame {

	private final Kind kind;

	private final byte[] text;

	private final Map<String, Span> stamps = new LinkedHashMap<>();

	private int gap;

	private int endOfEntries;

	private int endOfLastMember;

	/**
	 * Looks through the text.
	 * @param text known to be a document of the kind, of which the entries were cut out
	 */
	private DocumentFrame(Kind kind, byte[] text) {
		this.kind = kind;
		this.text = text;
		KnownJson json = new KnownJson(text);
		json.members(json.start(), (name, at, value) -> member(json, name, value));
	}

	private int member(KnownJson json, String name, int value) {
		Span span = json.value(value);
		if (name.equals(this.kind.envelope())) {
			this.gap = value + 1;
			this.endOfEntries = span.end();
		}
		else if (DocumentStamp.NAMES.contains(name)) {
			this.stamps.put(name, span);
		}
		this.endOfLastMember = span.end();
		return span.end();
	}

	/**
	 * Cuts the entries out of a document.
	 * @param start the first byte behind the brace that begins them
	 * @param end the byte behind the last of them
	 */
	static DocumentFrame around(Kind kind, byte[] document, int start, int end) {
		byte[] text = Arrays.copyOf(document, start + document.length - end);
		System.arraycopy(document, end, text, start, document.length - end);
		return new DocumentFrame(kind, text);
	}

	/**
	 * The frame with other white space, or none, behind the last entry.
	 */
	DocumentFrame closing(String space) {
		Splice splice = new Splice(this.text);
		splice.replace(this.gap, this.endOfEntries - 1, space.getBytes(US_ASCII));
		return new DocumentFrame(this.kind, splice.apply());
	}

	/**
	 * The frame with a stamp's members set: in their places, or behind the last member.
	 */
	DocumentFrame stamped(DocumentStamp stamp) {
		Splice splice = new Splice(this.text);
		stamp.members().forEach((name, value) -> {
			Span span = this.stamps.get(name);
			if (span != null) {
				splice.replace(span.start(), span.end(), JsonText.indentedBytes(value, 1));
			}
			else {
				splice.insert(this.endOfLastMember, JsonText.memberBytes(",", name, value, 1));
			}
		});
		return new DocumentFrame(this.kind, splice.apply());
	}

	byte[] text() {
		return this.text;
	}

	/**
	 * How many bytes of the text stand before the entries; the others stand behind them.
	 */
	int gap() {
		return this.gap;
	}

}
