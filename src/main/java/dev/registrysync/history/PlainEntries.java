package dev.registrysync.history;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.PlainText;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

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

	private static final byte[] NONE = ascii(ATTESTED + "}" + KEYS + "}");

	private static final byte[] BEGIN_ATTESTED = ascii(ATTESTED);

	private static final byte[] BEGIN_KEYS = ascii(KEYS);

	private static final byte[] QUOTE = ascii("\"");

	private static final byte[] COMMA = ascii(",");

	private static final byte[] COMMA_QUOTE = ascii(",\"");

	private static final byte[] BEGIN_OBJECT = ascii(":{");

	private static final byte[] END = ascii("}");

	private static final byte[] CONTENT = ascii("\"content\":\"");

	private static final byte[] KEY_VERSION = ascii("\",\"key_version\":");

	private static final byte[] REVISION = ascii(",\"revision\":");

	private static final byte[] VERSION = ascii("\"version\":");

	private static final byte[] ADDRESS = ascii(",\"address\":\"");

	private static final byte[] SUCCEEDS = ascii(",\"succeeds\":\"");

	/** What stands before the entries is no longer, as a rule. */
	private static final int HEAD = 4096;

	/** So many bytes a line has at least for what was attested for an entry. */
	private static final int SHORTEST = 100;

	private final PlainText line;

	private final Map<EntryRef, AttestedContent> attested;

	private final Map<EntryRef, CommittedKey> keys;

	private final JsonObject rest;

	/**
	 * Reads a line.
	 * @param start where it begins
	 * @param end where it ends
	 * @param attestedAt where what was attested begins
	 */
	private PlainEntries(byte[] bytes, int start, int end, int attestedAt) {
		byte[] before = Arrays.copyOfRange(bytes, start, attestedAt);
		JsonObject head = object(before, END);
		Optional<Revision> revision = Optional.of(new Revision(Members.number(head, "revision")))
			.filter((number) -> Members.text(head, "type").equals(JournalLine.COMMIT));
		this.line = new PlainText(bytes, attestedAt, end);
		this.line.expect(BEGIN_ATTESTED);
		this.attested = byRef(new KnownRefs(List.of()), this.line.left() / 2 / SHORTEST, () -> attested(revision));
		this.line.expect(BEGIN_KEYS);
		this.keys = byRef(new KnownRefs(this.attested.keySet()), this.attested.size(), this::key);
		this.rest = object(before, NONE, Arrays.copyOfRange(bytes, this.line.at(), end));
		if (!this.rest.has(ChainSeal.SIGNATURE)) {
			throw new IllegalArgumentException("nobody vouches for its addresses");
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(US_ASCII);
	}

	/**
	 * Reads a line without its newline; empty if it says nothing of entries, is not
	 * signed or is spelled otherwise.
	 */
	static Optional<PlainEntries> find(byte[] bytes, int start, int end) {
		int attestedAt = new String(bytes, start, Math.min(end - start, HEAD), US_ASCII).indexOf(ATTESTED);
		try {
			return (attestedAt < 0) ? Optional.empty()
					: Optional.of(new PlainEntries(bytes, start, end, start + attestedAt));
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

	private <T> Map<EntryRef, T> byRef(KnownRefs known, int expected, Supplier<T> value) {
		Map<EntryRef, T> values = new LinkedHashMap<>(expected * 4 / 3 + 1);
		Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		while (!this.line.skip(END)) {
			this.line.expect(kinds.isEmpty() ? QUOTE : COMMA_QUOTE);
			Kind kind = this.line.kind();
			this.line.expect(BEGIN_OBJECT);
			requireFirst(kinds.add(kind));
			do {
				this.line.expect(QUOTE);
				EntryRef ref = known.read(this.line, kind);
				this.line.expect(BEGIN_OBJECT);
				requireFirst(values.put(ref, value.get()) == null);
			}
			while (this.line.skip(COMMA));
			this.line.expect(END);
		}
		return values;
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
		this.line.expect(CONTENT);
		ContentDigest content = ContentDigest.read(this.line);
		this.line.expect(KEY_VERSION);
		int version = this.line.smallNumber();
		Revision revision = ofAll.orElseGet(this::revision);
		this.line.expect(END);
		return new AttestedContent(content, revision, version);
	}

	private Revision revision() {
		this.line.expect(REVISION);
		return new Revision(this.line.number());
	}

	private CommittedKey key() {
		this.line.expect(VERSION);
		int version = this.line.smallNumber();
		this.line.expect(ADDRESS);
		Address address = address();
		CommittedKey key = new CommittedKey(version, address, this.line.skip(SUCCEEDS) ? address() : null);
		this.line.expect(END);
		return key;
	}

	private Address address() {
		Address address = Address.readAuthentic(this.line);
		this.line.expect(QUOTE);
		return address;
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

	/**
	 * The entries that a member of the line names as well, as a rule in the same order:
	 * each is in memory once.
	 */
	private static final class KnownRefs {

		private final Collection<EntryRef> refs;

		private final Iterator<EntryRef> next;

		private @Nullable Map<EntryRef, EntryRef> byItself;

		private KnownRefs(Collection<EntryRef> refs) {
			this.refs = refs;
			this.next = refs.iterator();
		}

		/**
		 * Reads the rest of an id and its closing quote.
		 */
		private EntryRef read(PlainText line, Kind kind) {
			if (this.next.hasNext()) {
				EntryRef likely = this.next.next();
				if (likely.kind() == kind && line.skipText(likely.id().value())) {
					return likely;
				}
			}
			return once(EntryRef.of(kind, line.text()));
		}

		private EntryRef once(EntryRef ref) {
			if (this.byItself == null) {
				this.byItself = this.refs.stream().collect(Collectors.toMap(Function.identity(), Function.identity()));
			}
			return this.byItself.getOrDefault(ref, ref);
		}

	}

}
