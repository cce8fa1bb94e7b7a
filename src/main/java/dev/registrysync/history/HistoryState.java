package dev.registrysync.history;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.history.JournalRecord.Checkpoint;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.history.JournalRecord.Noted;
import dev.registrysync.history.JournalRecord.Restored;
import dev.registrysync.history.JournalRecord.Revoked;
import dev.registrysync.history.JournalRecord.TakenBack;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.AttestedContents;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What all records of the journal together say.
 */
final class HistoryState implements AttestedContents {

	private final Map<EntryRef, AttestedContent> attested = new HashMap<>();

	private final Map<EntryRef, CommittedKey> keys = new HashMap<>();

	private final Map<EntryRef, Entry> originals = new HashMap<>();

	private final Map<EntryRef, Entry> withdrawn = new HashMap<>();

	private PastDocuments past = new PastDocuments();

	private final Map<KeyFacts, KnownKey> revoked = new LinkedHashMap<>();

	private final Map<BaseName, String> bases = new HashMap<>();

	private final Map<Kind, String> documents = new EnumMap<>(Kind.class);

	private Revision revision = Revision.NONE;

	/**
	 * What the records say if each commit is in force that is not taken back.
	 */
	static HistoryState of(List<JournalRecord> records) {
		HistoryState state = new HistoryState();
		state.replay(records).ifPresent(state::apply);
		return state;
	}

	/**
	 * Takes in all records but for a commit at the end that nothing follows: nobody knows
	 * yet whether it came into force.
	 * @return that commit
	 */
	Optional<Committed> replay(List<JournalRecord> records) {
		for (int i = 0; i < records.size(); i++) {
			@Nullable JournalRecord next = (i + 1 < records.size()) ? records.get(i + 1) : null;
			JournalRecord record = records.get(i);
			if (record instanceof Committed commit && next == null) {
				this.revision = commit.revision();
				return Optional.of(commit);
			}
			apply((record instanceof Committed commit && next instanceof TakenBack back) ? commit.without(back.kinds())
					: record);
		}
		return Optional.empty();
	}

	void apply(JournalRecord record) {
		this.revision = record.revision();
		if (record instanceof Committed commit) {
			this.attested.putAll(commit.attested());
			this.originals.keySet().removeAll(commit.attested().keySet());
			this.keys.putAll(commit.keys());
			commit.documents().forEach((kind, digests) -> this.documents.put(kind, digests.after()));
			this.past.add(new KeptRevision(commit.revision(), commit.at(), commit.documents(), commit.decision()));
			this.bases.putAll(commit.bases());
			apply(commit.edits());
			this.withdrawn.putAll(commit.withdrawals().made());
			this.withdrawn.keySet().removeAll(commit.withdrawals().ended());
		}
		else if (record instanceof Noted noted) {
			this.bases.putAll(noted.bases());
			apply(noted.edits());
		}
		else if (record instanceof Revoked end) {
			this.revoked.put(end.key().facts(), end.key());
		}
		else if (record instanceof Checkpoint checkpoint) {
			know(checkpoint.state());
		}
		else if (record instanceof Restored restored) {
			know(restored.state());
		}
	}

	private void know(KnownState state) {
		replace(this.documents, state.documents());
		replace(this.attested, state.attested());
		replace(this.keys, state.keys());
		replace(this.originals, state.originals());
		replace(this.withdrawn, state.withdrawn());
		replace(this.bases, state.bases());
		this.revoked.clear();
		state.revoked().forEach((key) -> this.revoked.put(key.facts(), key));
		this.past = PastDocuments.of(state.past());
	}

	private static <K, V> void replace(Map<K, V> map, Map<K, V> by) {
		map.clear();
		map.putAll(by);
	}

	/**
	 * All of it.
	 */
	KnownState known() {
		return new KnownState(this.documents, this.attested, this.keys, this.originals, this.withdrawn,
				List.copyOf(this.revoked.values()), this.bases, this.past.known());
	}

	private void apply(ExternalEdits edits) {
		this.originals.putAll(edits.originals());
		edits.forgotten().forEach((ref) -> {
			this.originals.remove(ref);
			this.attested.remove(ref);
		});
	}

	/**
	 * Uses up a revision.
	 */
	void use(Revision recorded) {
		this.revision = recorded;
	}

	Revision revision() {
		return this.revision;
	}

	/**
	 * The digest of the kind's document as it was committed last; empty if it never was.
	 */
	Optional<String> findDocument(Kind kind) {
		return Optional.ofNullable(this.documents.get(kind));
	}

	PastDocuments past() {
		return this.past;
	}

	Optional<Entry> findWithdrawn(EntryRef ref) {
		return Optional.ofNullable(this.withdrawn.get(ref));
	}

	Map<EntryRef, Entry> withdrawn() {
		return Map.copyOf(this.withdrawn);
	}

	Map<Kind, String> documents() {
		return Map.copyOf(this.documents);
	}

	Set<EntryRef> attested(Kind kind) {
		return this.attested.keySet()
			.stream()
			.filter((ref) -> ref.kind() == kind)
			.collect(Collectors.toUnmodifiableSet());
	}

	Set<EntryRef> edited() {
		return Set.copyOf(this.originals.keySet());
	}

	Map<BaseName, String> bases() {
		return this.bases;
	}

	Collection<KnownKey> revoked() {
		return List.copyOf(this.revoked.values());
	}

	/**
	 * An entry as it was attested last, if it was seen otherwise since.
	 */
	Optional<Entry> findOriginal(EntryRef ref) {
		return Optional.ofNullable(this.originals.get(ref));
	}

	@Override
	public Optional<AttestedContent> find(EntryRef ref) {
		return Optional.ofNullable(this.attested.get(ref));
	}

	Map<EntryRef, CommittedKey> committedKeys() {
		return Collections.unmodifiableMap(this.keys);
	}

	@Override
	public Optional<CommittedKey> findKey(EntryRef ref) {
		return Optional.ofNullable(this.keys.get(ref));
	}

}
