package dev.registrysync.sync;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import dev.registrysync.history.History;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.AttestedContents;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;

/**
 * What the history will know of attested contents and of the keys of entries once the run
 * has committed.
 */
final class Attestations implements AttestedContents {

	private final History history;

	private final WorkingRegistry registry;

	private final Set<EntryRef> planned;

	private final Set<EntryRef> accepted;

	private final Set<EntryRef> withdrawn;

	private final Map<EntryRef, AttestedContent> attested = new LinkedHashMap<>();

	private final Map<EntryRef, CommittedKey> committed = new LinkedHashMap<>();

	/**
	 * Begins with nothing new.
	 * @param registry the registry with the plan's changes
	 * @param planned the entries that the plan changes
	 * @param accepted the entries that others edited and whose content counts
	 */
	Attestations(History history, WorkingRegistry registry, Set<EntryRef> planned, Set<EntryRef> accepted) {
		this.history = history;
		this.registry = registry;
		this.planned = Set.copyOf(planned);
		this.accepted = Set.copyOf(accepted);
		this.withdrawn = history.withdrawn();
	}

	/**
	 * What to attest: the content that was attested last, or content that is new by this
	 * program's doing alone, or that was accepted. What this version of the key did not
	 * attest yet is attested at the next revision.
	 */
	Optional<AttestedContent> attestable(Entry entry, int keyVersion) {
		Optional<ContentDigest> digest = ContentDigest.find(entry.members());
		if (digest.isEmpty()) {
			return Optional.empty();
		}
		Revision next = this.history.revision().next();
		Optional<AttestedContent> last = this.history.find(entry.ref());
		if (last.isPresent() && last.get().content().equals(digest.get())) {
			return (last.get().keyVersion() == keyVersion) ? last : last.map((known) -> known.by(keyVersion, next));
		}
		boolean ours = last.isEmpty() || isOursFrom(last.get(), entry.ref());
		return ours ? Optional.of(new AttestedContent(digest.get(), next, keyVersion)) : Optional.empty();
	}

	private boolean isOursFrom(AttestedContent last, EntryRef ref) {
		if (this.accepted.contains(ref)) {
			return true;
		}
		Optional<Entry> read = this.registry.findRead(ref);
		return this.planned.contains(ref) && (read.isEmpty() || last.isOf(read.get()));
	}

	void remember(EntryRef ref, AttestedContent content) {
		if (!this.history.find(ref).equals(Optional.of(content))) {
			this.attested.put(ref, content);
		}
	}

	/**
	 * Notes that the run writes the key's address into the entry.
	 */
	void remember(EntryRef ref, CommittedKey key) {
		if (!this.history.findKey(ref).equals(Optional.of(key))) {
			this.committed.put(ref, key);
		}
	}

	/**
	 * Keeps track of content that the plan changes and nothing can sign for now, be it
	 * that no identities are made or that the key is revoked or cannot be used: it stays
	 * attestable later.
	 */
	void follow(EntryRef ref) {
		Optional<AttestedContent> last = this.history.find(ref);
		if (last.isPresent() && (this.planned.contains(ref) || this.accepted.contains(ref))) {
			this.registry.find(ref)
				.flatMap((entry) -> attestable(entry, last.get().keyVersion()))
				.ifPresent((content) -> remember(ref, content));
		}
	}

	/**
	 * The same for all entries that the plan changes, or that were accepted.
	 */
	void follow() {
		this.planned.forEach(this::follow);
		this.accepted.forEach(this::follow);
	}

	/**
	 * The entries that the plan changes, or that were accepted.
	 */
	Set<EntryRef> changed() {
		Set<EntryRef> changed = new HashSet<>(this.planned);
		changed.addAll(this.accepted);
		return changed;
	}

	/**
	 * What was attested anew.
	 */
	Map<EntryRef, AttestedContent> attested() {
		return this.attested;
	}

	/**
	 * The keys of the entries whose address the run writes or changes.
	 */
	Map<EntryRef, CommittedKey> committed() {
		return this.committed;
	}

	/**
	 * The digest of the entry's attested content before the run; empty if it was not in
	 * the registry or never attested. An entry that somebody removed from the file and
	 * that nobody gave up is still in the registry.
	 */
	Optional<ContentDigest> digestBefore(EntryRef ref) {
		return this.history.find(ref).filter((content) -> !this.withdrawn.contains(ref)).map(AttestedContent::content);
	}

	/**
	 * The digest of the entry's attested content once the run has committed; empty if the
	 * run takes it out, or if it is not attested.
	 */
	Optional<ContentDigest> digestAfter(EntryRef ref) {
		return find(ref).filter((content) -> this.registry.find(ref).isPresent()).map(AttestedContent::content);
	}

	@Override
	public Optional<AttestedContent> find(EntryRef ref) {
		return Optional.ofNullable(this.attested.get(ref)).or(() -> this.history.find(ref));
	}

	@Override
	public Optional<CommittedKey> findKey(EntryRef ref) {
		return Optional.ofNullable(this.committed.get(ref)).or(() -> this.history.findKey(ref));
	}

}
