package dev.registrysync.registry;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Where things stand in the text of a registry document.
 */
final class DocumentLayout {

	/** How deep in a document its entries stand. */
	static final int DEPTH = 2;

	private static final byte[] NOTHING = {};

	private final Map<String, Place> entries = new LinkedHashMap<>();

	private final Set<String> noObjects = new HashSet<>();

	private final Map<String, Span> stamps = new LinkedHashMap<>();

	private @Nullable Span envelope;

	private int endOfLastMember;

	private int endOfLastEntry;

	private DocumentLayout() {
	}

	/**
	 * Reads the text once.
	 * @throws JsonSyntaxException if it is not one JSON object with the kind's envelope
	 */
	static DocumentLayout of(Kind kind, byte[] bytes) {
		return of(kind, JsonReader.of(bytes));
	}

	/**
	 * Looks through a text that is known to be JSON and of the kind.
	 * @throws JsonSyntaxException as {@link #of(Kind, byte[])}, if it is not of the kind
	 */
	static DocumentLayout ofKnown(Kind kind, byte[] bytes) {
		DocumentLayout layout = new DocumentLayout();
		KnownJson json = new KnownJson(bytes);
		int start = json.behindSpace(0);
		if (json.isObject(start)) {
			json.members(start, (name, at, value) -> layout.member(kind, json, name, value));
		}
		return (layout.envelope != null) ? layout : of(kind, JsonReader.trusting(bytes));
	}

	private int member(Kind kind, KnownJson json, String name, int value) {
		if (name.equals(kind.envelope()) && json.isObject(value)) {
			this.envelope = new Span(value, json.members(value, (id, at, entry) -> entry(id, at, json.value(entry))),
					true);
			this.endOfLastMember = this.envelope.end();
		}
		else {
			other(name, json.value(value));
		}
		return this.endOfLastMember;
	}

	/**
	 * The layout of a text that was made from one with this layout.
	 * @param text the new text
	 * @param splice what made it
	 * @param valuesOnly whether it does nothing but replace values of entries and stamps
	 */
	DocumentLayout next(Kind kind, byte[] text, Splice splice, boolean valuesOnly) {
		boolean moved = valuesOnly && this.stamps.keySet().containsAll(DocumentStamp.NAMES);
		return moved ? moved(splice.shift()) : ofKnown(kind, text);
	}

	private DocumentLayout moved(IntUnaryOperator shift) {
		DocumentLayout layout = new DocumentLayout();
		this.entries.forEach((name, place) -> layout.entries.put(name, place.moved(shift)));
		layout.noObjects.addAll(this.noObjects);
		this.stamps.forEach((name, span) -> layout.stamps.put(name, span.moved(shift)));
		layout.envelope = Objects.requireNonNull(this.envelope).moved(shift);
		layout.endOfLastMember = shift.applyAsInt(this.endOfLastMember);
		layout.endOfLastEntry = shift.applyAsInt(this.endOfLastEntry);
		return layout;
	}

	private static DocumentLayout of(Kind kind, JsonReader text) {
		DocumentLayout layout = new DocumentLayout();
		try (JsonReader reader = text) {
			if (reader.next() != JsonToken.START_OBJECT) {
				throw new JsonSyntaxException("the document is not a JSON object", reader.position());
			}
			while (reader.next() != JsonToken.END_OBJECT) {
				layout.member(kind, reader);
			}
			JsonSyntaxException.Position end = reader.position();
			reader.end();
			if (layout.envelope == null) {
				throw new JsonSyntaxException("the document has no member \"%s\"".formatted(kind.envelope()), end);
			}
		}
		return layout;
	}

	private void member(Kind kind, JsonReader reader) {
		String name = reader.name();
		JsonToken token = reader.next();
		if (name.equals(kind.envelope())) {
			if (token != JsonToken.START_OBJECT) {
				throw new JsonSyntaxException("the member \"%s\" is not a JSON object".formatted(name),
						reader.position());
			}
			this.envelope = entries(reader);
			this.endOfLastMember = this.envelope.end();
			return;
		}
		other(name, reader.span());
	}

	private void other(String name, Span span) {
		this.endOfLastMember = span.end();
		if (name.equals(DocumentStamp.AT_MEMBER) || name.equals(DocumentStamp.BY_MEMBER)) {
			this.stamps.put(name, span);
		}
	}

	private Span entries(JsonReader reader) {
		int start = reader.start();
		while (reader.next() != JsonToken.END_OBJECT) {
			String name = reader.name();
			int begin = reader.start();
			reader.next();
			entry(name, begin, reader.span());
		}
		return new Span(start, reader.here(), true);
	}

	private int entry(String name, int begin, Span value) {
		this.entries.put(name, new Place(begin, value.start(), value.end()));
		this.endOfLastEntry = value.end();
		if (!value.object()) {
			this.noObjects.add(name);
		}
		return this.endOfLastEntry;
	}

	Map<String, Place> entries() {
		return Collections.unmodifiableMap(this.entries);
	}

	Place entry(String name) {
		return Objects.requireNonNull(this.entries.get(name));
	}

	/**
	 * Whether the entry is a JSON object.
	 */
	boolean isObject(String name) {
		return !this.noObjects.contains(name);
	}

	/**
	 * Takes entries out and puts new ones behind the last one.
	 * @param removed names of entries
	 * @param added new ones
	 */
	void change(Splice splice, Set<String> removed, List<WrittenEntry> added) {
		if (!removed.containsAll(this.entries.keySet())) {
			cut(splice, removed);
			add(splice, this.endOfLastEntry, ",", added);
		}
		else if (!added.isEmpty()) {
			Span all = Objects.requireNonNull(this.envelope);
			splice.replace(all, ascii("{"));
			add(splice, all.end(), "", added);
			splice.insert(all.end(), ascii("\n  }"));
		}
		else if (!removed.isEmpty()) {
			splice.replace(Objects.requireNonNull(this.envelope), ascii("{}"));
		}
	}

	private static void add(Splice splice, int at, String before, List<WrittenEntry> added) {
		String separator = before;
		for (WrittenEntry entry : added) {
			splice.insert(at, JsonText.nameBytes(separator, entry.ref().id().value(), DEPTH));
			splice.insert(at, entry.text());
			separator = ",";
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(US_ASCII);
	}

	/**
	 * Takes entries out, each with the comma before it; those that no other one precedes,
	 * with the comma behind them.
	 */
	private void cut(Splice splice, Set<String> removed) {
		int end = -1;
		int first = -1;
		for (Map.Entry<String, Place> entry : this.entries.entrySet()) {
			int start = entry.getValue().name();
			first = (first < 0) ? start : first;
			boolean stays = !removed.contains(entry.getKey());
			if (stays && end < 0) {
				splice.replace(first, start, NOTHING);
			}
			else if (!stays && end >= 0) {
				splice.replace(end, entry.getValue().end(), NOTHING);
			}
			end = (stays || end >= 0) ? entry.getValue().end() : end;
		}
	}

	/**
	 * Sets the stamp's members: in their places, or behind the last member.
	 */
	void stamp(Splice splice, DocumentStamp stamp) {
		stamp.members().forEach((name, value) -> {
			Span span = this.stamps.get(name);
			if (span != null) {
				splice.replace(span, JsonText.indentedBytes(value, 1));
			}
			else {
				splice.insert(this.endOfLastMember, JsonText.memberBytes(",", name, value, 1));
			}
		});
	}

}
