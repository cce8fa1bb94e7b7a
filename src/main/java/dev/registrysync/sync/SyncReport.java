package dev.registrysync.sync;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.history.ChainHead;
import dev.registrysync.reconcile.Holders.Contest;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /sync}: what the run did. Every count is that of committed
 * changes, or of what would be committed in a dry run.
 */
@Schema(description = "What a run did, or would do.")
public record SyncReport(@JsonProperty("sync_id") @Schema(description = "The run's name.") String syncId,
		@JsonProperty("registry_id") @Schema(
				description = "The registry's name in everything that is signed.") UUID registryId,
		Outcome outcome, @Schema(description = "The registry's revision at the end.") long revision,
		@Schema(description = "Where the history ended then; whoever keeps it is a witness.") HeadView head,
		@JsonProperty("agents_synced") @Schema(
				description = "Runtime agents that the registry agrees with at the end.") int agentsSynced,
		@JsonProperty("tools_synced") @Schema(
				description = "Runtime tools that the registry agrees with at the end.") int toolsSynced,
		@JsonProperty("keys_updated") @Schema(
				description = "Identities created or repaired in this run.") int keysUpdated,
		@JsonProperty("signatures_validated") @Schema(description = "Entries found VALID.") long signaturesValidated,
		@JsonProperty("signatures_invalid") @Schema(
				description = "Entries checked and found otherwise.") long signaturesInvalid,
		@Schema(description = "What the run found out about signatures; the outcome does not say it.") Validation validation,
		@Schema(description = "What went wrong, a sentence each.") List<String> errors,
		@Schema(description = "The same as objects.") List<Problem> problems,
		@Schema(description = "What is worth knowing and no error.") List<Notice> notices, Changes changes,
		@Schema(description = "Members that both sides changed; both values are kept here, whoever won.") List<ConflictView> conflicts,
		@Schema(description = "Entries that somebody edited or removed in the file since they were attested; at most 1000.") List<DriftView> drift,
		@JsonProperty("out_of_sync") @Schema(
				description = "Entries that differ from what their source said last, as after a rollback: GET /sources/{name}/differences.") int outOfSync,
		@Schema(description = "Absences that wait for approval.") @Nullable Held held,
		@JsonProperty("plan_digest") @Schema(
				description = "Names what was decided, or what is left to approve; for \"approve\".") String planDigest,
		@JsonProperty("dry_run") boolean dryRun, @JsonProperty("started_at") Instant startedAt,
		@JsonProperty("duration_ms") long durationMs, List<SourceView> sources) {

	private static final String POINTER = "Where it is in the entry: a JSON pointer.";

	/**
	 * The end of the history: its last revision, and the digest of the journal's last
	 * line.
	 */
	public record HeadView(long revision, String digest) {

		static HeadView of(ChainHead head) {
			return new HeadView(head.revision().number(), head.digest());
		}

	}

	/**
	 * Something that went wrong with an entry, a kind or a source.
	 */
	@Schema(name = "EntryProblem")
	public record Problem(@Nullable String kind, @Nullable String id, String code, String message) {
	}

	/**
	 * Something about an entry, or about all of a kind, that is worth knowing and no
	 * error.
	 */
	public record Notice(String kind,
			@Schema(description = "The entry; null if it is about the kind.") @Nullable String id, String code,
			String message) {

		static Notice missing(Asked asked, int missing, int active) {
			return new Notice(asked.kind().plural(), null, "entries_missing",
					"%d of %d active %s are marked as missing, as \"%s\" does not name them any more."
						.formatted(missing, active, asked.kind().plural(), asked.source()));
		}

		static Notice miscounted(Asked asked, RuntimeEntries answer) {
			int announced = answer.announced().orElseThrow();
			String absent = (announced > answer.listed()) ? " No entry is taken for absent." : "";
			return new Notice(asked.kind().plural(), null, "count_differs",
					"The answer of \"%s\" says that there are %d entries and lists %d.%s".formatted(asked.source(),
							announced, answer.listed(), absent));
		}

		static Notice outOfSync(Asked asked, int entries) {
			return new Notice(asked.kind().plural(), null, "out_of_sync",
					"%d %s differ from what \"%s\" said last, as after a rollback. GET /sources/%3$s/differences shows both values."
						.formatted(entries, asked.kind().plural(), asked.source()));
		}

		String subject() {
			return (this.id != null) ? this.kind + "/" + this.id : this.kind;
		}

		static Notice flapping(Kind kind, EntryId id) {
			return new Notice(kind.plural(), id.value(), "entry_flapping",
					"It left and came back three times within an hour. Until an hour passes without that, "
							+ "its absence is written only once it has outlasted the grace.");
		}

		static Notice contested(Contested contested) {
			Contest contest = contested.contest();
			return new Notice(contested.kind().plural(), contest.id().value(), "entry_claimed_twice",
					"Both \"%s\" and \"%s\" offer it; it is taken from \"%1$s\".".formatted(contest.holder(),
							contest.other()));
		}

	}

	/**
	 * How many entries each action concerns, and which.
	 */
	public record Changes(Map<String, Integer> agents, Map<String, Integer> tools, @Schema(
			description = "The changed entries; at most 1000 unless it is a dry run.") List<ChangeView> entries) {
	}

	/**
	 * What happened to one entry.
	 */
	public record ChangeView(String kind, String id, String action, String reason, List<MemberView> members) {
	}

	/**
	 * What happened to one member; null where there was or is no such member.
	 */
	public record MemberView(@Schema(description = POINTER, example = "/metadata/priority") String member,
			@Schema(implementation = Object.class) @Nullable Json before,
			@Schema(implementation = Object.class) @Nullable Json after, String owner, String reason) {
	}

	/**
	 * A member that both sides changed; null where a side has no such member.
	 */
	public record ConflictView(String kind, String id,
			@Schema(description = POINTER, example = "/description") String member,
			@Schema(implementation = Object.class) @Nullable Json base,
			@Schema(implementation = Object.class) @Nullable Json runtime,
			@Schema(implementation = Object.class) @Nullable Json persistent, String winner) {
	}

	/**
	 * An entry that was {@code edited} or {@code removed} in the file, and what the run
	 * did about it: {@code reported}, {@code accepted} or {@code reverted}.
	 */
	public record DriftView(String kind, String id, String change, String handling, List<EditView> members) {
	}

	/**
	 * A member that was edited; null where there was or is no such member.
	 */
	public record EditView(String member, @Schema(implementation = Object.class) @Nullable Json attested,
			@Schema(implementation = Object.class) @Nullable Json found) {
	}

	/**
	 * Absences that wait.
	 */
	public record Held(List<HeldKind> kinds, String remedy) {
	}

	/**
	 * The absences of one source's entries of one kind.
	 */
	public record HeldKind(String source, String kind, String reason, List<String> absent) {
	}

	/**
	 * A source and what it answered for each kind: {@code answered}, {@code not_offered},
	 * {@code failed} or {@code not_asked}.
	 *
	 * @param pushed how many entries it took of what was pushed to it; null if it is not
	 * pushed to
	 * @param notice something to know about it, told once
	 */
	public record SourceView(String name, String agents, String tools, @JsonInclude(Include.NON_NULL) @Schema(
			description = "How many entries it took of what was pushed to it, for each kind.") @Nullable Map<String, Integer> pushed,
			@JsonInclude(Include.NON_NULL) @Schema(
					description = "Something to know about it, told once.") @Nullable String notice) {

		SourceView(String name, String agents, String tools) {
			this(name, agents, tools, null, null);
		}

	}

}
