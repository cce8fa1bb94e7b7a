package dev.registrysync.history;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import dev.registrysync.identity.AttestedContents;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * Stores every commit: the registry as it is, as it was at each revision that is kept,
 * and who changed it. A commit is in force once it is stored; the registry files follow.
 */
public interface History extends AttestedContents {

	/**
	 * The registry's name in everything that is signed; made once.
	 */
	UUID registryId();

	/**
	 * The revision of the last commit.
	 */
	Revision revision();

	/**
	 * Where the history ends: as long as that is the same, nothing was added.
	 */
	ChainHead head();

	/**
	 * Whether the history is what was written, as far as is known. If not it only reads,
	 * and knows what the part that is good says.
	 */
	boolean isIntact();

	/**
	 * Takes note of what the registries prove: that content was attested at a later
	 * revision than the last one here. Then the end of the history is lost, and it only
	 * reads, so that no revision is used twice.
	 */
	void noteLostEnd(Revision proven);

	/**
	 * Makes sure that something can be remembered.
	 * @throws dev.registrysync.problem.ProblemException {@code HISTORY_READ_ONLY} naming
	 * table and row
	 */
	void requireWritable();

	/**
	 * Returns the last revision that changed the kind's document; empty if no commit ever
	 * made or changed it. Else there must be a file of it.
	 */
	Optional<KeptRevision> findLastChange(Kind kind);

	/**
	 * Which revision each registry file was written of last.
	 */
	Publications publications();

	/**
	 * The entry as it was when its content was attested last, with what was made of it
	 * since if somebody edited it then. If it was never attested, as it was committed
	 * last. Empty if it was never committed, or if that is not kept any more.
	 */
	Optional<Entry> findOriginal(EntryRef ref);

	/**
	 * Returns the document that was committed last; empty if there is none, or if it is
	 * not kept any more.
	 */
	Optional<RegistryDocument> findCommitted(Kind kind);

	/**
	 * Returns the document of the kind at a revision that is kept; empty if there was
	 * none. That of revision 0 is the one that the first commit found.
	 */
	Optional<RegistryDocument> findDocument(Kind kind, Revision revision);

	/**
	 * The entries of the kind whose content was ever attested: they have keys.
	 */
	Set<EntryRef> attested(Kind kind);

	/**
	 * The entries of the kind's document as it was committed last, in its order.
	 */
	Set<EntryRef> committed(Kind kind);

	/**
	 * The keys with which entries were committed last.
	 */
	Map<EntryRef, CommittedKey> committedKeys();

	/**
	 * The entries that were seen to differ from what was attested; they may be as they
	 * were again.
	 */
	Set<EntryRef> edited();

	/**
	 * The entries that were taken out of the registry and that are not back: by a
	 * rollback, or as somebody removed them from the file and that was accepted while
	 * their source still had them.
	 */
	Set<EntryRef> withdrawn();

	/**
	 * Returns such an entry as it left.
	 */
	Optional<Entry> findWithdrawn(EntryRef ref);

	/**
	 * The documents that the registry had at a revision. A kind that had no document then
	 * has one without entries; one that no commit ever changed is left out.
	 * @throws dev.registrysync.problem.ProblemException {@code REVISION_NOT_FOUND} if the
	 * registry never had it, or {@code REVISION_COMPACTED} naming the oldest one that is
	 * kept
	 */
	Map<Kind, RegistryDocument> documentsAt(Revision revision);

	/**
	 * The runtime entries of the source that a run last decided upon.
	 */
	EntryTable base(String source, Kind kind);

	/**
	 * The sources that have a base with entries, configured or not.
	 */
	Set<String> sources();

	/**
	 * What is remembered of each entry's way to the source, as {@code Trails} writes it;
	 * no entries if nothing was ever pushed.
	 */
	EntryTable pushed(String source, Kind kind);

	/**
	 * The versions of keys that were revoked, each from the earliest revision that was
	 * said.
	 */
	Collection<KnownKey> revoked();

	/**
	 * Remembers that a version of a key was revoked, as only the keystore knows: no new
	 * revision.
	 * @param reason why, in the words of who revoked it; may be empty
	 * @param at when
	 */
	void record(KnownKey revoked, String reason, Instant at);

	/**
	 * Remembers as well who revoked it.
	 */
	void record(Cause cause, KnownKey revoked, String reason, Instant at);

	/**
	 * Stores the commit durably and as one.
	 * @throws dev.registrysync.problem.ProblemException {@code HISTORY_MOVED} if another
	 * process has written since; then nothing is stored
	 */
	void commit(Commit commit);

	/**
	 * Stores the commits that some work makes together: all of them, or none.
	 * @param work makes commits one after the other, each seeing the ones before
	 */
	<T> T together(Supplier<T> work);

	/**
	 * Remembers what a run learnt when nothing else has changed: no new revision.
	 * @param bases the bases that moved
	 * @param edits what others did to the files
	 */
	void note(Cause cause, Instant at, Collection<Base> bases, ExternalEdits edits);

	/**
	 * How runs ended.
	 */
	Runs runs();

}
