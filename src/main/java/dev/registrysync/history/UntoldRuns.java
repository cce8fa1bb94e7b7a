package dev.registrysync.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.history.LinesBackwards.Line;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Finds the runs that wrote what they decided and of which no line tells how they ended.
 * Many may run at the same time, so the lines of one stand between those of others.
 */
final class UntoldRuns {

	/** All that the run committed was taken back. */
	private static final String TAKEN_BACK = "taken_back";

	/** Only a part of what the run committed was taken back. */
	private static final String IN_PART = "in_part";

	private static final String NOTED = "noted";

	private final LinesBackwards lines;

	private final Set<String> told = new HashSet<>();

	/** The latest first. */
	private final Map<String, JsonObject> untold = new LinkedHashMap<>();

	UntoldRuns(LinesBackwards lines) {
		this.lines = lines;
	}

	/**
	 * What the last line of each tells of it, the oldest first.
	 */
	List<JsonObject> find() throws IOException {
		Set<String> takenBack = Set.of();
		Optional<Line> line = this.lines.previous();
		while (line.isPresent()) {
			byte[] head = this.lines.head(line.get(), RunLine.NAME);
			Optional<String> run = RunLine.findSyncId(head).filter((syncId) -> !this.told.contains(syncId));
			if (RunLine.isRun(head)) {
				run.ifPresent(this.told::add);
			}
			else if (RunLine.isCommit(head)) {
				if (run.isPresent()) {
					addCommit(run.get(), line.get(), takenBack);
				}
				takenBack = Set.of();
			}
			else if (RunLine.isNote(head) && run.isPresent()) {
				addNote(run.get(), line.get());
			}
			if (RunLine.isTakenBack(head)) {
				takenBack = RunLine.takenBack(this.lines.read(line.get()));
			}
			line = this.lines.previous();
		}
		List<JsonObject> oldestFirst = new ArrayList<>(this.untold.values());
		Collections.reverse(oldestFirst);
		return oldestFirst;
	}

	/**
	 * A run that commits and notes more names in the note all that it decided.
	 */
	private void addCommit(String syncId, Line line, Set<String> takenBack) throws IOException {
		@Nullable JsonObject later = this.untold.get(syncId);
		byte[] read = (later == null || !takenBack.isEmpty()) ? this.lines.read(line) : new byte[0];
		boolean all = !takenBack.isEmpty() && takenBack.containsAll(RunLine.documents(read));
		if (later == null) {
			JsonObject cause = RunLine.cause(read);
			this.untold.put(syncId,
					takenBack.isEmpty() ? cause : cause.with(all ? TAKEN_BACK : IN_PART, JsonLiteral.TRUE));
		}
		else if (!all) {
			JsonObject cause = later.without(NOTED);
			this.untold.put(syncId,
					later.has(TAKEN_BACK) ? cause.without(TAKEN_BACK).with(IN_PART, JsonLiteral.TRUE) : cause);
		}
	}

	/**
	 * A note that names nothing is no trace of a run that ought to be told: what is known
	 * of a source without anything to tell is noted like that.
	 */
	private void addNote(String syncId, Line line) throws IOException {
		if (!this.untold.containsKey(syncId)) {
			JsonObject cause = RunLine.cause(this.lines.read(line));
			if (cause.has(RunLine.DECIDED)) {
				this.untold.put(syncId, cause.with(NOTED, JsonLiteral.TRUE));
			}
		}
	}

}
