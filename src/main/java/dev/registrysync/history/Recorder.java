package dev.registrysync.history;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.history.JournalRecord.Noted;
import dev.registrysync.history.JournalRecord.Revoked;
import dev.registrysync.history.JournalRecord.TakenBack;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Records in the history: the files that a line names, the line, and what it says.
 */
final class Recorder {

	private final Journal journal;

	private final HistoryState state;

	private final BaseFiles bases;

	private final DocumentArchive documents;

	private final RunTable runs;

	private final Forgetting forgetting;

	private @Nullable Committed unsettled;

	Recorder(Journal journal, HistoryState state, BaseFiles bases, DocumentArchive documents, RunTable runs,
			Forgetting forgetting) {
		this.journal = journal;
		this.state = state;
		this.bases = bases;
		this.documents = documents;
		this.runs = runs;
		this.forgetting = forgetting;
	}

	/**
	 * Takes in what was recorded before. If the journal is broken, what its good lines
	 * say is in force, and nothing is ended.
	 */
	void replay() {
		List<JournalRecord> records = this.journal.read();
		Optional<Committed> last = this.state.replay(records);
		if (this.journal.broken().isPresent()) {
			last.ifPresent(this.state::apply);
			this.state.bases().forEach(this.bases::openIfIntact);
			return;
		}
		this.unsettled = last.orElse(null);
		this.runs.forgetAfter(this.state.revision());
		Set<BaseName> open = last.map((commit) -> commit.bases().keySet()).orElse(Set.of());
		this.state.bases().forEach((name, digest) -> {
			if (!open.contains(name)) {
				this.bases.open(name, Optional.of(digest));
			}
		});
	}

	/**
	 * Remembers that a key was revoked.
	 * @param reason why; may be empty
	 */
	void record(KnownKey revoked, String reason, JsonObject context) {
		Revoked record = new Revoked(this.state.revision(), revoked);
		this.journal.append(record, reason.isEmpty() ? context : context.with("reason", reason));
		this.state.apply(record);
	}

	/**
	 * Records a commit; nobody knows yet whether it comes into force.
	 */
	void record(Commit commit) {
		this.journal.requireIntact();
		this.runs.forgetAfter(this.state.revision());
		this.unsettled = orLeavingNothing(() -> append(commit));
		this.state.use(commit.revision());
	}

	private Committed append(Commit commit) {
		this.documents.keep(commit);
		Map<Kind, String> changes = this.runs.recorded(commit);
		Committed record = Committed.of(commit, this.bases.stage(commit.bases()), this.state.withdrawn().keySet());
		append(record, context(commit).with("changes", json(changes)), commit.bases());
		return record;
	}

	private static JsonObject json(Map<Kind, String> digests) {
		JsonObject json = JsonObject.EMPTY;
		for (Map.Entry<Kind, String> digest : digests.entrySet()) {
			json = json.with(digest.getKey().plural(), digest.getValue());
		}
		return json;
	}

	/**
	 * Adds a line, or forgets the bases that it would have named.
	 */
	private void append(JournalRecord record, JsonObject context, Collection<Base> staged) {
		try {
			this.journal.append(record, context);
		}
		catch (ProblemException ex) {
			this.bases.discard(staged);
			throw ex;
		}
	}

	/**
	 * What cannot be recorded leaves no files behind that nothing names.
	 */
	private <T> T orLeavingNothing(Supplier<T> recording) {
		try {
			return recording.get();
		}
		catch (ProblemException ex) {
			this.forgetting.lookAfterFailure(this.state);
			throw ex;
		}
	}

	/**
	 * Puts in force what was recorded last. If that fails in the middle, it waits to be
	 * settled.
	 */
	void publish(Commit commit) {
		this.state.apply(Objects.requireNonNull(this.unsettled, "nothing was recorded"));
		this.bases.publish(commit.bases());
		this.documents.publish(commit);
		this.unsettled = null;
		this.forgetting.look(this.state, commit.at());
	}

	/**
	 * Takes it back.
	 */
	void takeBack(Commit commit) {
		this.journal.append(new TakenBack(commit.revision(), commit.documents().keySet()), context(commit));
		this.runs.takenBack(commit.revision(), commit.documents().keySet());
		this.bases.discard(commit.bases());
		this.unsettled = null;
	}

	/**
	 * Remembers what a run learnt when nothing else has changed, and what it decided.
	 */
	void note(Cause cause, Instant at, Collection<Base> bases, ExternalEdits edits) {
		orLeavingNothing(() -> {
			this.runs.noted(cause, at);
			return append(bases, edits, context(cause, at));
		});
		this.state.past().findNewest().ifPresent((newest) -> this.forgetting.look(this.state, newest.at()));
	}

	private Noted append(Collection<Base> bases, ExternalEdits edits, JsonObject context) {
		this.journal.requireIntact();
		Noted record = new Noted(this.state.revision(), this.bases.stage(bases), edits);
		append(record, context, bases);
		this.bases.publish(bases);
		this.state.apply(record);
		return record;
	}

	/**
	 * A commit of which nobody knows whether it came into force.
	 */
	Optional<Committed> findUnsettled() {
		return Optional.ofNullable(this.unsettled);
	}

	/**
	 * Says which of its documents are in force.
	 */
	void settle(Set<Kind> inForce) {
		this.documents.forgetCommitted();
		Committed record = this.unsettled;
		if (record == null) {
			return;
		}
		Set<Kind> takenBack = EnumSet.noneOf(Kind.class);
		takenBack.addAll(record.documents().keySet());
		takenBack.removeAll(inForce);
		if (!takenBack.isEmpty()) {
			this.journal.append(new TakenBack(record.revision(), takenBack), JsonObject.EMPTY);
			this.runs.takenBack(record.revision(), takenBack);
		}
		this.state.apply(record.without(takenBack));
		record.bases()
			.keySet()
			.forEach((name) -> this.bases.open(name, Optional.ofNullable(this.state.bases().get(name))));
		this.unsettled = null;
	}

	private static JsonObject context(Commit commit) {
		return context(commit.cause(), commit.at());
	}

	static JsonObject context(Cause cause, Instant at) {
		return cause.toJson().with("at", at.toString());
	}

}
