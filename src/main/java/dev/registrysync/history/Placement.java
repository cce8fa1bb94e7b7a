package dev.registrysync.history;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.EntryRow.Placed;
import dev.registrysync.registry.DocumentParts;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds the entries whose text or place in the document a commit changes.
 */
final class Placement {

	private final JdbcClient jdbc;

	private final Kind kind;

	private final Replacement document;

	private final Map<EntryId, EntryText> after;

	Placement(JdbcClient jdbc, Kind kind, Replacement document, DocumentParts after) {
		this.jdbc = jdbc;
		this.kind = kind;
		this.document = document;
		this.after = after.entries();
	}

	/**
	 * Compares with the document before, if that is the one that was committed last, and
	 * with the rows if not.
	 */
	void addTo(EntryChanges changes) {
		Map<EntryId, EntryText> before = this.document.before()
			.filter((found) -> this.document.asCommitted())
			.map(RegistryDocument::parts)
			.map(DocumentParts::entries)
			.orElse(Map.of());
		if (before.isEmpty() || !keepsOrder(before)) {
			compare(changes, rows());
		}
		else {
			compareTexts(changes, before);
		}
	}

	private boolean keepsOrder(Map<EntryId, EntryText> before) {
		Iterator<EntryId> rest = this.after.keySet().iterator();
		return before.keySet().stream().filter(this.after::containsKey).allMatch((id) -> id.equals(rest.next()));
	}

	private void compareTexts(EntryChanges changes, Map<EntryId, EntryText> before) {
		long last = this.jdbc.sql("select max(position) from entry where kind = :kind")
			.param("kind", this.kind.plural())
			.query(Long.class)
			.single();
		for (Map.Entry<EntryId, EntryText> entry : this.after.entrySet()) {
			if (!before.containsKey(entry.getKey())) {
				changes.place(ref(entry.getKey()), ++last, entry.getValue());
			}
			else if (!entry.getValue().digest().equals(before.get(entry.getKey()).digest())) {
				changes.place(ref(entry.getKey()), null, entry.getValue());
			}
		}
		before.keySet().stream().filter((id) -> !this.after.containsKey(id)).forEach((id) -> changes.remove(ref(id)));
	}

	/**
	 * A row keeps its position if that is behind the one before it.
	 */
	private void compare(EntryChanges changes, Map<EntryId, Placed> rows) {
		long last = 0;
		for (Map.Entry<EntryId, EntryText> entry : this.after.entrySet()) {
			Optional<Placed> row = Optional.ofNullable(rows.remove(entry.getKey()));
			boolean stays = row.isPresent() && row.get().position() > last;
			last = stays ? row.get().position() : last + 1;
			if (!stays || !row.get().digest().equals(entry.getValue().digest().toString())) {
				changes.place(ref(entry.getKey()), last, entry.getValue());
			}
		}
		rows.keySet().forEach((id) -> changes.remove(ref(id)));
	}

	private Map<EntryId, Placed> rows() {
		Map<EntryId, Placed> rows = new HashMap<>();
		this.jdbc.sql("select id, position, text_digest from entry where kind = :kind and position is not null")
			.param("kind", this.kind.plural())
			.query((row) -> {
				rows.put(new EntryId(row.getString("id")),
						new Placed(row.getLong("position"), row.getString("text_digest"), null));
			});
		return rows;
	}

	private EntryRef ref(EntryId id) {
		return new EntryRef(this.kind, id);
	}

}
