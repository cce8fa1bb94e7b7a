package dev.registrysync.coordinator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;

import dev.registrysync.registry.ByteOrderMark;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer that is much like the last one: of a map from id to entry, only the
 * entries that the last answer did not have with the same text are parsed, and only what
 * is parsed is looked at byte by byte. What it finds is what {@link CoordinatorAnswer}
 * would find.
 */
final class AnswerAgain {

	/** No id is longer; longer names are left to who reads the whole answer. */
	private static final int LONGEST_NAME = 2 * EntryId.MAX_LENGTH;

	private final Kind kind;

	private final EntryMembers members;

	private final EntryTable last;

	private final ByteBuffer body;

	private final EntryCollector collector;

	/** The entries of the last answer that are yet to come, if they come as they did. */
	private final Iterator<EntryId> awaited;

	private @Nullable EntryId next;

	private AnswerAgain(Kind kind, byte[] body, EntryMembers members, EntryTable last) {
		this.kind = kind;
		this.members = members;
		this.last = last;
		this.body = ByteBuffer.wrap(body).position(ByteOrderMark.lengthIn(body));
		this.collector = new EntryCollector(kind, last);
		this.awaited = last.ids().iterator();
		advance();
	}

	/**
	 * Reads a whole answer with status 200.
	 * @param last what the last answer listed
	 * @return empty if it is no such map, or has any defect: it has to be read without
	 * the last one
	 */
	static Optional<RuntimeEntries> read(Kind kind, byte[] body, EntryMembers members, EntryTable last) {
		try {
			return new AnswerAgain(kind, body, members, last).read();
		}
		catch (JsonSyntaxException ex) {
			// Whoever reads it without the last one says what is wrong, and where
			return Optional.empty();
		}
	}

	private Optional<RuntimeEntries> read() {
		boolean more = passes('{');
		while (more) {
			if (!entry()) {
				return Optional.empty();
			}
			more = passes(',');
		}
		boolean whole = this.collector.sawEntry() && passes('}') && next() < 0;
		return whole ? Optional.of(this.collector.collected()) : Optional.empty();
	}

	/**
	 * Takes the next entry.
	 * @return false if that is none, or if it tells that the answer is no such map
	 */
	private boolean entry() {
		next();
		int start = this.body.position();
		@Nullable EntryId expected = this.next;
		if (expected != null && this.last.isNext(expected, this.body) && isMapped(expected)) {
			this.collector.again(expected);
			advance();
			return true;
		}
		this.body.position(start);
		return next() == '"' && JsonReader.next(this.body) instanceof JsonString name && isName(name.value())
				&& passes(':') && next() == '{' && entry(name.value());
	}

	/**
	 * Whether a string may be a member's name: some that are too long, or no text, are
	 * refused there only.
	 */
	private static boolean isName(String text) {
		return text.length() <= LONGEST_NAME && StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	private boolean entry(String name) {
		int start = this.body.position();
		@Nullable EntryId known = EntryId.find(name).filter(this.last::has).orElse(null);
		if (known != null && this.last.isValueNext(known, this.body) && isMapped(known)) {
			this.collector.again(known);
			advanceBehind(known);
			return true;
		}
		this.body.position(start);
		if (AnswerOutline.isTelling(this.kind, name) || this.collector.knows(name)) {
			return false;
		}
		if (!(JsonReader.next(this.body) instanceof JsonObject value) || !this.members.canBeEntry(name, value)) {
			return false;
		}
		this.collector.mapped(name, value, this.members);
		if (known != null) {
			advanceBehind(known);
		}
		return true;
	}

	private boolean isMapped(EntryId id) {
		return !AnswerOutline.isTelling(this.kind, id.value()) && !this.collector.knows(id);
	}

	private void advance() {
		this.next = this.awaited.hasNext() ? this.awaited.next() : null;
	}

	/**
	 * Awaits what came behind an entry. What came before it, and did not come now, is not
	 * awaited any more.
	 */
	private void advanceBehind(EntryId id) {
		while (this.next != null && !this.next.equals(id)) {
			advance();
		}
		advance();
	}

	/**
	 * Moves behind a character, if that is the next one that is no white space.
	 */
	private boolean passes(char wanted) {
		boolean there = next() == wanted;
		if (there) {
			this.body.get();
		}
		return there;
	}

	/**
	 * Moves to the next byte that is no white space.
	 * @return negative if there is none
	 */
	private int next() {
		while (this.body.hasRemaining()) {
			int here = this.body.get(this.body.position()) & 0xff;
			if (" \t\r\n".indexOf(here) < 0) {
				return here;
			}
			this.body.get();
		}
		return -1;
	}

}
