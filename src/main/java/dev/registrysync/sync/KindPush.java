package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.coordinator.BadAnswerException;
import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.coordinator.NoAnswerException;
import dev.registrysync.coordinator.PatchOutcome;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.reconcile.EntrySend;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is to be sent about one kind, chunk by chunk, and notes what became of it.
 */
final class KindPush {

	private final CoordinatorClient source;

	private final Kind kind;

	private final RunControl control;

	private final List<EntrySend> taken = new ArrayList<>();

	private final List<EntrySend> refused = new ArrayList<>();

	private final List<Conflict> conflicts = new ArrayList<>();

	private Optional<String> etag;

	private @Nullable ProblemException failure;

	private boolean unanswered;

	private boolean stopped;

	private boolean offered = true;

	private boolean ended;

	KindPush(CoordinatorClient source, Kind kind, Optional<String> etag, RunControl control) {
		this.source = source;
		this.control = control;
		this.kind = kind;
		this.etag = etag;
	}

	void send(List<EntrySend> sends) {
		for (List<EntrySend> chunk : PushChunks.of(sends)) {
			List<EntrySend> rest = chunk;
			while (!this.ended && !rest.isEmpty()) {
				rest = attempt(rest);
			}
		}
	}

	/**
	 * Sends a chunk.
	 * @return what of it may be sent again, as the source would not take the others
	 */
	private List<EntrySend> attempt(List<EntrySend> chunk) {
		try {
			this.control.step();
			PatchOutcome outcome = this.control
				.waiting(() -> this.source.patch(this.kind, PushChunks.patch(chunk), this.etag));
			if (outcome instanceof PatchOutcome.Applied applied) {
				this.taken.addAll(chunk);
				this.etag = applied.etag();
			}
			else if (outcome instanceof PatchOutcome.MembersRefused members) {
				return without(chunk, members.members());
			}
			else {
				this.offered = !(outcome instanceof PatchOutcome.NotOffered);
				this.ended = true;
			}
		}
		catch (NoAnswerException ex) {
			this.unanswered = true;
			fail(ex);
		}
		catch (BadAnswerException ex) {
			fail(ex);
		}
		catch (ProblemException ex) {
			stop(ex);
		}
		return List.of();
	}

	/**
	 * The run was stopped.
	 */
	private void stop(ProblemException reason) {
		this.ended = true;
		this.stopped = true;
		this.failure = reason;
	}

	private void fail(ProblemException cause) {
		this.ended = true;
		this.failure = new ProblemException(ProblemCode.PUSH_FAILED,
				"Not taken by the coordinator \"%s\": %s".formatted(this.source.name(), cause.detail()), cause.data(),
				cause);
	}

	/**
	 * Over there these members belong to somebody else, whose values stay.
	 */
	private List<EntrySend> without(List<EntrySend> chunk, List<JsonPointer> members) {
		Map<String, List<JsonPointer>> byId = members.stream()
			.collect(Collectors.groupingBy(JsonPointer::first,
					Collectors.flatMapping((pointer) -> pointer.rest().stream(), Collectors.toList())));
		List<EntrySend> rest = new ArrayList<>();
		int before = this.conflicts.size();
		for (EntrySend send : chunk) {
			Set<JsonPointer> theirs = send.membersIn(byId.getOrDefault(send.ref().id().value(), List.of()));
			theirs.stream().map(send::refused).flatMap(Optional::stream).forEach(this.conflicts::add);
			send.reducedTo(theirs::contains).ifPresent(this.refused::add);
			send.reducedTo((member) -> !theirs.contains(member)).ifPresent(rest::add);
		}
		if (this.conflicts.size() == before) {
			fail(new ProblemException(ProblemCode.PUSH_FAILED, "it refuses members that it was not sent.",
					Map.of("source", this.source.name(), "kind", this.kind.plural())));
		}
		return rest;
	}

	/**
	 * What the source took.
	 */
	List<EntrySend> taken() {
		return this.taken;
	}

	/**
	 * What it will not take.
	 */
	List<EntrySend> refused() {
		return this.refused;
	}

	/**
	 * The conflicts that this leaves.
	 */
	List<Conflict> conflicts() {
		return this.conflicts;
	}

	/**
	 * Why it did not take the rest.
	 */
	Optional<ProblemException> failure() {
		return Optional.ofNullable(this.failure);
	}

	/**
	 * Whether there is no use in sending it more: it does not answer at all, or the run
	 * was stopped.
	 */
	boolean isLast() {
		return this.unanswered || this.stopped;
	}

	/**
	 * Whether it takes patches of this kind.
	 */
	boolean isOffered() {
		return this.offered;
	}

}
