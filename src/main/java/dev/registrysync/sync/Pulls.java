package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.registrysync.coordinator.BadAnswerException;
import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.coordinator.NoAnswerException;
import dev.registrysync.coordinator.Pull;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;

/**
 * What the source answered in one run, kind by kind.
 */
final class Pulls {

	private final Map<Kind, RuntimeEntries> answered = new EnumMap<>(Kind.class);

	private final Map<Kind, String> etags = new EnumMap<>(Kind.class);

	private final Map<Kind, String> digests = new EnumMap<>(Kind.class);

	private final Map<Kind, ProblemException> failed = new EnumMap<>(Kind.class);

	/**
	 * Asks nobody.
	 */
	static Pulls none() {
		return new Pulls();
	}

	/**
	 * Asks for each kind; not for more once nobody has answered.
	 * @param offered tells whether the source offered a kind before: one that it does not
	 * offer any more is a failure, and not a kind without entries
	 * @throws ProblemException the first failure, if there was no answer worth anything
	 */
	static Pulls from(CoordinatorClient client, Set<Kind> kinds, Predicate<Kind> offered) {
		Pulls pulls = new Pulls();
		boolean any = false;
		for (Kind kind : Kind.values()) {
			if (kinds.contains(kind)) {
				pulls.pull(client, kind, offered.test(kind));
				any = true;
			}
		}
		if (any && pulls.answered.isEmpty()) {
			throw pulls.failed.values().stream().findFirst().orElseGet(() -> offersNothing(client));
		}
		return pulls;
	}

	private void pull(CoordinatorClient client, Kind kind, boolean offered) {
		try {
			if (client.pull(kind) instanceof Pull.Answered answer) {
				this.answered.put(kind, answer.entries());
				this.digests.put(kind, answer.digest());
				answer.etag().ifPresent((etag) -> this.etags.put(kind, etag));
			}
			else if (offered) {
				this.failed.put(kind,
						new ProblemException(ProblemCode.COORDINATOR_OFFERS_NOTHING,
								"The coordinator \"%s\" does not offer %s any more.".formatted(client.name(), kind),
								Map.of("source", client.name(), "kind", kind.plural())));
			}
		}
		catch (NoAnswerException ex) {
			if (this.answered.isEmpty()) {
				throw ex;
			}
			this.failed.put(kind, ex);
		}
		catch (BadAnswerException ex) {
			this.failed.put(kind, ex);
		}
	}

	private static ProblemException offersNothing(CoordinatorClient client) {
		return new ProblemException(ProblemCode.COORDINATOR_OFFERS_NOTHING,
				"The coordinator \"%s\" answers 404 to all that it was asked for.".formatted(client.name()),
				Map.of("source", client.name()));
	}

	/**
	 * How many entries were answered.
	 */
	int size() {
		return this.answered.values().stream().mapToInt((answer) -> answer.entries().size()).sum();
	}

	Optional<RuntimeEntries> find(Kind kind) {
		return Optional.ofNullable(this.answered.get(kind));
	}

	/**
	 * The entity tag of what was answered.
	 */
	Optional<String> findEtag(Kind kind) {
		return Optional.ofNullable(this.etags.get(kind));
	}

	/**
	 * The digests of the answers.
	 */
	Map<Kind, String> digests() {
		return this.digests;
	}

	Map<Kind, ProblemException> failed() {
		return this.failed;
	}

}
