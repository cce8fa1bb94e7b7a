package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.registrysync.coordinator.BadAnswerException;
import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.coordinator.NoAnswerException;
import dev.registrysync.coordinator.Pull;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What one source answered in one run, kind by kind.
 */
final class SourcePull {

	private final CoordinatorClient client;

	private final Map<Kind, Pull.Answered> answered = new EnumMap<>(Kind.class);

	private final Map<Kind, ProblemException> failed = new EnumMap<>(Kind.class);

	private @Nullable ProblemException failure;

	private SourcePull(CoordinatorClient client) {
		this.client = client;
	}

	/**
	 * Asks for each kind; not for more once nobody has answered.
	 * @param said tells what the source said of a kind before: one that it does not offer
	 * any more is a failure, and not a kind without entries
	 */
	static SourcePull from(CoordinatorClient client, Set<Kind> kinds, Function<Kind, EntryTable> said) {
		SourcePull pull = new SourcePull(client);
		for (Kind kind : Kind.values()) {
			if (kinds.contains(kind) && pull.failure == null) {
				pull.pull(kind, said.apply(kind));
			}
		}
		if (pull.answered.isEmpty() && pull.failure == null) {
			pull.failure = pull.failed.values().stream().findFirst().orElseGet(pull::offersNothing);
		}
		return pull;
	}

	private void pull(Kind kind, EntryTable said) {
		try {
			if (this.client.pull(kind) instanceof Pull.Answered answer) {
				this.answered.put(kind, answer);
			}
			else if (!said.isEmpty()) {
				this.failed.put(kind, new ProblemException(ProblemCode.COORDINATOR_OFFERS_NOTHING,
						"The coordinator \"%s\" does not offer %s any more.".formatted(this.client.name(), kind),
						Map.of("source", this.client.name(), "kind", kind.plural())));
			}
		}
		catch (NoAnswerException ex) {
			this.failed.put(kind, ex);
			if (this.answered.isEmpty()) {
				this.failure = ex;
			}
		}
		catch (BadAnswerException ex) {
			this.failed.put(kind, ex);
		}
	}

	private ProblemException offersNothing() {
		return new ProblemException(ProblemCode.COORDINATOR_OFFERS_NOTHING,
				"The coordinator \"%s\" answers 404 to all that it was asked for.".formatted(this.client.name()),
				Map.of("source", this.client.name()));
	}

	void catchUp(Answers answers, long question) {
		this.answered
			.replaceAll((kind, answer) -> answers.newest(new Asked(this.client.name(), kind), question, answer));
	}

	String source() {
		return this.client.name();
	}

	Map<Kind, Pull.Answered> answered() {
		return this.answered;
	}

	/**
	 * The kinds that it did not answer as it should.
	 */
	Map<Kind, ProblemException> failed() {
		return this.failed;
	}

	/**
	 * Why there was no answer worth anything.
	 */
	Optional<ProblemException> failure() {
		return Optional.ofNullable(this.failure);
	}

}
