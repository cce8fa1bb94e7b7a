package dev.registrysync.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.EntryRow.Identity;
import dev.registrysync.history.EntryRow.Placed;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryText;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Computes the next row of each entry that a commit or a note changes.
 */
final class EntryChanges {

	private final Map<EntryRef, AttestedContent> attested;

	private final Map<EntryRef, CommittedKey> keys;

	private final ExternalEdits edits;

	/** Where documents have the entries from now on; empty for those that they lose. */
	private final Map<EntryRef, Optional<Move>> moves = new LinkedHashMap<>();

	private final Map<EntryRef, Entry> withdrawn = new HashMap<>();

	private final Set<EntryRef> returned = new HashSet<>();

	EntryChanges(Map<EntryRef, AttestedContent> attested, Map<EntryRef, CommittedKey> keys, ExternalEdits edits) {
		this.attested = attested;
		this.keys = keys;
		this.edits = edits;
	}

	/**
	 * Takes in that the document has an entry with this text from now on.
	 * @param position its place; null if that stays
	 */
	void place(EntryRef ref, @Nullable Long position, EntryText text) {
		this.moves.put(ref, Optional.of(new Move(position, text)));
	}

	/**
	 * Takes in that the document does not have an entry any more.
	 */
	void remove(EntryRef ref) {
		this.moves.put(ref, Optional.empty());
	}

	/**
	 * Takes in which entries the commit takes out, and which withdrawn ones are back.
	 * @param present the entries that are withdrawn until then
	 */
	void addMoves(Kind kind, Replacement document, Set<EntryRef> present) {
		document.before()
			.ifPresent((before) -> before.ids()
				.stream()
				.filter((id) -> !document.after().has(id))
				.forEach((id) -> withdraw(before.find(id).orElseThrow())));
		present.stream()
			.filter((ref) -> ref.kind() == kind && document.after().has(ref.id()))
			.forEach(this.returned::add);
	}

	/**
	 * Takes in that an entry is out of the registry until its source says something new.
	 */
	void withdraw(Entry entry) {
		this.withdrawn.put(entry.ref(), entry);
	}

	/**
	 * The entries whose rows change.
	 */
	Set<EntryRef> touched() {
		Set<EntryRef> touched = new LinkedHashSet<>(this.moves.keySet());
		touched.addAll(this.attested.keySet());
		touched.addAll(this.keys.keySet());
		touched.addAll(this.edits.originals().keySet());
		touched.addAll(this.edits.forgotten());
		touched.addAll(this.withdrawn.keySet());
		touched.addAll(this.returned);
		return touched;
	}

	EntryRow next(EntryRow row, long revision, long sequence) {
		EntryRef ref = row.ref();
		boolean forgotten = this.edits.forgotten().contains(ref);
		Identity identity = new Identity(forgotten ? null : this.attested.getOrDefault(ref, row.identity().content()),
				this.keys.getOrDefault(ref, row.identity().key()));
		Entry original = this.edits.originals()
			.getOrDefault(ref, this.attested.containsKey(ref) ? null : row.original());
		return new EntryRow(ref, placed(row), identity, forgotten ? null : original,
				this.returned.contains(ref) ? null : this.withdrawn.getOrDefault(ref, row.withdrawn()), revision,
				sequence);
	}

	@SuppressWarnings("NullAway") // a move without a position is one of an entry that has
									// one
	private @Nullable Placed placed(EntryRow row) {
		Optional<Move> move = this.moves.get(row.ref());
		if (move == null) {
			return row.placed();
		}
		return move.map((to) -> Placed.of((to.position() != null) ? to.position() : row.placed().position(), to.text()))
			.orElse(null);
	}

	/**
	 * Where a document has an entry from now on.
	 *
	 * @param position its place; null if that stays
	 * @param text its bytes, with what stands before it
	 */
	private record Move(@Nullable Long position, EntryText text) {
	}

}
