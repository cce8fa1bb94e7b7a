package dev.registrysync.sync;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.sync.SyncReport.SourceView;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A run as the history tells it, or as it is while it waits or is under way.
 */
@JsonInclude(Include.NON_NULL)
@Schema(description = "A run. While it is waiting or running it has phase, done and total; once it has ended, what came of it.")
record RunView(@JsonProperty("sync_id") String syncId,
		@Schema(description = "waiting, running or ended", allowableValues = {
				"waiting", "running", "ended" }) String state,
		@Schema(description = "What started it.", example = "api") @Nullable String trigger,
		@Schema(description = "Who started it.", example = "local") @Nullable String actor,
		@JsonProperty("dry_run") @Nullable Boolean dryRun, @JsonProperty("started_at") @Nullable Instant startedAt,
		@Schema(description = "Where it is now.", example = "identities") @Nullable String phase,
		@Schema(description = "So many steps of the phase are done.") @Nullable Integer done,
		@Schema(description = "So many steps the phase has.") @Nullable Integer total, @Nullable Outcome outcome,
		@Schema(description = "The registry's revision at its end.") @Nullable Long revision,
		@JsonProperty("duration_ms") @Nullable Long durationMs,
		@Schema(description = "How long each phase took, in ms.") @Nullable Map<String, Long> phases,
		@Schema(description = "How many entries each action concerned, for each kind.") @Nullable Map<String, Map<String, Integer>> counts,
		@JsonProperty("keys_updated") @Nullable Integer keysUpdated,
		@JsonProperty("signatures_validated") @Nullable Long signaturesValidated,
		@JsonProperty("signatures_invalid") @Nullable Long signaturesInvalid,
		@Schema(description = "What it found out about signatures; the outcome does not say it.") @Nullable Validation validation,
		@Schema(description = "How many problems there were of each code.") @Nullable Map<String, Integer> problems,
		@Schema(description = "How many members both sides had changed; /syncs/{id}/changes has all values.") @Nullable Integer conflicts,
		@Schema(description = "How many absences wait for approval, by kind.") @Nullable Map<String, Integer> held,
		@Nullable List<SourceView> sources,
		@Schema(description = "So many runs in a row ended alike; sync_id is that of the last one.") @Nullable Integer count,
		@JsonProperty("first_at") @Nullable Instant firstAt, @JsonProperty("last_at") @Nullable Instant lastAt,
		@Schema(description = "The process ended before the run was recorded.") @Nullable Boolean interrupted){

	static final String WAITING = "waiting";

	static final String RUNNING = "running";

	static final String ENDED = "ended";

	/**
	 * Returns whether its record can wait: it found nothing to do and decided nothing, or
	 * there is no room for the record.
	 */
	boolean isQuiet(boolean decided) {
		boolean diskFull = this.problems != null && this.problems.containsKey(ProblemCode.DISK_FULL.text());
		return diskFull || (this.outcome == Outcome.NO_CHANGE && !decided);
	}

	/**
	 * The same for runs that ended alike.
	 */
	String cause() {
		return "%s %s %s ".formatted(this.outcome, this.problems, this.sources);
	}

	/**
	 * The same as one of several that ended alike.
	 * @param first when the first of them was
	 */
	RunView counted(int runs, Instant first) {
		return new RunView(this.syncId, this.state, this.trigger, this.actor, this.dryRun, this.startedAt, this.phase,
				this.done, this.total, this.outcome, this.revision, this.durationMs, this.phases, this.counts,
				this.keysUpdated, this.signaturesValidated, this.signaturesInvalid, this.validation, this.problems,
				this.conflicts, this.held, this.sources, runs, first, this.startedAt, this.interrupted);
	}

}
