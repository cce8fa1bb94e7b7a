package dev.registrysync.history;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Reads what a signed line says of each entry, as {@link JournalLine} spells it, and only
 * the rest as JSON: nearly all of a line is of that kind if its commit changes many
 * entries. A line that is spelled otherwise is left to the JSON, which says what is wrong
 * with it.
 */
final class PlainEntries {

	private static final String ATTESTED = ",\"attested\":{";

	private static final String KEYS = ",\"keys\":{";

	private static final byte[] NONE = (ATTESTED + "}" + KEYS + "}").getBytes(US_ASCII);

	/** What stands before the entries is no longer, as a rule. */
	private static final int HEAD = 4096;

	/** So many bytes a line has at least for each entry. */
	private static final int SHORTEST = 150;

	private final PlainText line;

	/** Those of the line: both members name the same entries. */
	private final Map<EntryRef, EntryRef> refs = new HashMap<>();

	private final Map<EntryRef, AttestedContent> attested;

	private final Map<EntryRef, CommittedKey> keys;

	private final JsonObject rest;

	/**
	 * Reads a line.
	 * @param start where what was attested begins
	 */
	private PlainEntries(byte[] bytes, int start) {
		JsonObject head = object(Arrays.copyOf(bytes, start), "}".getBytes(US_ASCII));
		Optional<Revision> revision = Optional.of(new Revision(Members.number(head, "revision")))
			.filter((number) -> Members.text(head, "type").equals(JournalLine.COMMIT));
		this.line = new PlainText(bytes, start);
		this.line.expect(ATTESTED);
		this.attested = byRef(() -> attested(revision));
		this.line.expect(KEYS);
		this.keys = byRef(this::key);
		this.rest = object(Arrays.copyOf(bytes, start), NONE, Arrays.copyOfRange(bytes, this.line.at(), bytes.length));
		if (!this.rest.has(ChainSeal.SIGNATURE)) {
			throw new IllegalArgumentException("nobody vouches for its addresses");
		}
	}

	/**
	 * Reads a line without its newline; empty if it says nothing of entries, is not
	 * signed or is spelled otherwise.
	 */
	static Optional<PlainEntries> find(byte[] line) {
		int start = new String(line, 0, Math.min(line.length, HEAD), US_ASCII).indexOf(ATTESTED);
		try {
			return (start < 0) ? Optional.empty() : Optional.of(new PlainEntries(line, start));
		}
		catch (IllegalArgumentException | JsonSyntaxException ex) {
			return Optional.empty();
		}
	}

	private static JsonObject object(byte[]... parts) {
		ByteBuffer text = ByteBuffer.allocate(Arrays.stream(parts).mapToInt((part) -> part.length).sum());
		for (byte[] part : parts) {
			text.put(part);
		}
		if (JsonReader.read(text.array()) instanceof JsonObject object) {
			return object;
		}
		throw new IllegalArgumentException("the line is not an object");
	}

	private <T> Map<EntryRef, T> byRef(Supplier<T> value) {
		Map<EntryRef, T> values = new LinkedHashMap<>(this.line.left() / SHORTEST);
		Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		while (!this.line.skip("}")) {
			this.line.expect(kinds.isEmpty() ? "\"" : ",\"");
			Kind kind = Members.kind(this.line.text());
			this.line.expect(":{");
			requireFirst(kinds.add(kind));
			do {
				this.line.expect("\"");
				EntryRef ref = once(EntryRef.of(kind, this.line.text()));
				this.line.expect(":{");
				requireFirst(values.put(ref, value.get()) == null);
			}
			while (this.line.skip(","));
			this.line.expect("}");
		}
		return values;
	}

	private EntryRef once(EntryRef ref) {
		return this.refs.computeIfAbsent(ref, Function.identity());
	}

	private static void requireFirst(boolean first) {
		if (!first) {
			throw new IllegalArgumentException("a member is named twice");
		}
	}

	/**
	 * Reads what was attested for an entry.
	 * @param ofAll when all of it was; empty if the line says so for each
	 */
	private AttestedContent attested(Optional<Revision> ofAll) {
		this.line.expect("\"content\":\"");
		ContentDigest content = new ContentDigest(this.line.text());
		this.line.expect(",\"key_version\":");
		int version = Integer.parseInt(this.line.digits());
		Revision revision = ofAll.orElseGet(this::revision);
		this.line.expect("}");
		return new AttestedContent(content, revision, version);
	}

	private Revision revision() {
		this.line.expect(",\"revision\":");
		return new Revision(Long.parseLong(this.line.digits()));
	}

	private CommittedKey key() {
		this.line.expect("\"version\":");
		int version = Integer.parseInt(this.line.digits());
		this.line.expect(",\"address\":\"");
		Address address = address();
		CommittedKey key = new CommittedKey(version, address, this.line.skip(",\"succeeds\":\"") ? address() : null);
		this.line.expect("}");
		return key;
	}

	private Address address() {
		return Address.findAuthentic(this.line.text())
			.orElseThrow(() -> new IllegalArgumentException("it is no address"));
	}

	/**
	 * What was attested.
	 */
	Map<EntryRef, AttestedContent> attested() {
		return this.attested;
	}

	/**
	 * The keys that entries got.
	 */
	Map<EntryRef, CommittedKey> keys() {
		return this.keys;
	}

	/**
	 * The line with nothing in these two members.
	 */
	JsonObject rest() {
		return this.rest;
	}

}
