package dev.registrysync.history;

import java.time.Instant;
import java.util.List;

import dev.registrysync.history.JournalRecord.Checkpoint;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.history.JournalRecord.TakenBack;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Revision;

/**
 * Decides which lines of a journal can be dropped, and makes the line that stands for
 * them.
 */
final class Checkpoints {

	private Checkpoints() {
	}

	/**
	 * How many lines from the beginning can be dropped: those before the commit of the
	 * oldest kept revision and, if that leaves too many, more. What takes a commit back
	 * stays with it.
	 */
	static int cut(List<JournalRecord> records, List<KeptRevision> kept, int mostLines) {
		Revision oldest = kept.isEmpty() ? Revision.NONE : kept.get(0).revision();
		int cut = 0;
		while (cut < records.size() && !isCommitFrom(records.get(cut), oldest)) {
			cut++;
		}
		cut = Math.max((cut < records.size()) ? cut : 0, records.size() - mostLines);
		while (cut < records.size() && records.get(cut) instanceof TakenBack) {
			cut++;
		}
		return cut;
	}

	private static boolean isCommitFrom(JournalRecord record, Revision oldest) {
		return record instanceof Committed && record.revision().compareTo(oldest) >= 0;
	}

	/**
	 * The checkpoint, with its newline.
	 * @param cut how many lines it stands for, an earlier checkpoint included
	 * @param kept the revisions that are kept
	 */
	static byte[] line(JournalScan scan, int cut, List<KeptRevision> kept, ChainSeal seal, Instant now) {
		HistoryState state = HistoryState.of(scan.records().subList(0, cut));
		state.past().drop(state.past().revisions().stream().filter((revision) -> !kept.contains(revision)).toList());
		Checkpoint checkpoint = new Checkpoint(state.revision(), scan.count() - (scan.lines().size() - cut),
				scan.shift() + scan.start(cut), state.known());
		JsonObject json = JournalLine.toJson(checkpoint, JsonObject.of("at", new JsonString(now.toString())));
		String last = scan.lines().get(cut - 1).follower();
		return seal.seal(json, checkpoint.revision(), last);
	}

}
