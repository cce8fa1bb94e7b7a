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

	private final PlainText line;

	private final Map<EntryRef, AttestedContent> attested;

	private final Map<EntryRef, CommittedKey> keys;

	private final int end;

	private final JsonObject rest;

	/**
	 * Reads the line that begins at one byte and ends with a newline, or at another byte.
	 * @param attestedAt where what was attested begins
	 */
	private PlainEntries(byte[] bytes, int start, int stop, int attestedAt) {
		byte[] before = Arrays.copyOfRange(bytes, start, attestedAt);
		JsonObject head = object(before, END);
		Optional<Revision> revision = Optional.of(new Revision(Members.number(head, "revision")))
			.filter((number) -> Members.text(head, "type").equals(JournalLine.COMMIT));
		this.line = new PlainText(bytes, attestedAt, stop);
		this.line.expect(BEGIN_ATTESTED);
		this.attested = byRef(List.of(), () -> attested(revision));
		this.line.expect(BEGIN_KEYS);
		this.keys = byRef(this.attested.keySet(), this::key);
		this.end = end(bytes, this.line.at(), stop);
		this.rest = object(before, NONE, Arrays.copyOfRange(bytes, this.line.at(), this.end));
		if (!this.rest.has(ChainSeal.SIGNATURE)) {
			throw new IllegalArgumentException("nobody vouches for its addresses");
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(US_ASCII);
	}

	/**
	 * Reads the line that begins at one byte and ends with a newline, or at another byte;
	 * empty if it says nothing of entries, is not signed or is spelled otherwise. The
	 * newline is looked for behind the entries, where no newline can be.
	 */
	static Optional<PlainEntries> find(byte[] bytes, int start, int stop) {
		int head = end(bytes, start, start + Math.min(HEAD, stop - start));
		int attestedAt = new String(bytes, start, head - start, US_ASCII).indexOf(ATTESTED);
		try {
			return (attestedAt < 0) ? Optional.empty()
					: Optional.of(new PlainEntries(bytes, start, stop, start + attestedAt));
		}
		catch (IllegalArgumentException | JsonSyntaxException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Where a line ends of which a byte is known: with a newline, or at another byte.
	 */
	static int end(byte[] bytes, int known, int stop) {
		int end = known;
		while (end < stop && bytes[end] != '\n') {
			end++;
		}
		return end;
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

	/**
	 * Reads a member that has something for each entry.
	 * @param likely the entries that it names, as far as that is known
	 */
	private <T> Map<EntryRef, T> byRef(Collection<EntryRef> likely, Supplier<T> value) {
		KnownRefs known = new KnownRefs(likely);
		Map<EntryRef, T> values = new LinkedHashMap<>(Math.max(16, likely.size() * 4 / 3 + 1));
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
	 * Where the line ends.
	 */
	int end() {
		return this.end;
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
