package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.coordinator.Pull;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;

/**
 * What the sources answered in one run.
 */
final class Pulls {

	private final List<SourcePull> pulls;

	private final Set<String> retired;

	private Pulls(List<SourcePull> pulls, Set<String> retired) {
		this.pulls = List.copyOf(pulls);
		this.retired = Set.copyOf(retired);
	}

	/**
	 * Asks nobody.
	 */
	static Pulls none() {
		return new Pulls(List.of(), Set.of());
	}

	/**
	 * Asks nobody, as the source is there no more.
	 */
	static Pulls retiring(String source) {
		return new Pulls(List.of(), Set.of(source));
	}

	/**
	 * Asks all of them at the same time.
	 * @param said tells what a source said of a kind before
	 * @param trace of the run that asks
	 * @throws ProblemException the first failure, if there was no answer worth anything
	 */
	static Pulls from(List<CoordinatorClient> clients, Set<Kind> kinds, Function<Asked, EntryTable> said,
			RunTrace trace) {
		Pulls pulls = new Pulls((clients.size() == 1) ? List.of(pull(clients.get(0), kinds, said))
				: atTheSameTime(clients, (client) -> trace.carried(() -> pull(client, kinds, said))), Set.of());
		if (!kinds.isEmpty() && pulls.pulls.stream().allMatch((pull) -> pull.failure().isPresent())) {
			pulls.pulls.stream().flatMap((pull) -> pull.failure().stream()).findFirst().ifPresent((failure) -> {
				throw failure;
			});
		}
		return pulls;
	}

	private static SourcePull pull(CoordinatorClient client, Set<Kind> kinds, Function<Asked, EntryTable> said) {
		return SourcePull.from(client, kinds, (kind) -> said.apply(new Asked(client.name(), kind)));
	}

	private static List<SourcePull> atTheSameTime(List<CoordinatorClient> clients,
			Function<CoordinatorClient, Callable<SourcePull>> question) {
		ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, clients.size()));
		try {
			List<Future<SourcePull>> asked = clients.stream()
				.map((client) -> threads.submit(question.apply(client)))
				.toList();
			List<SourcePull> pulls = new ArrayList<>();
			for (Future<SourcePull> pull : asked) {
				pulls.add(pull.get());
			}
			return pulls;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			CancellationException cancelled = new CancellationException("interrupted while the sources were asked");
			cancelled.initCause(ex);
			throw cancelled;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			if (ex.getCause() instanceof Error failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Takes later answers where there are such.
	 * @param question the number of the question to which these came
	 */
	void catchUp(Answers answers, long question) {
		this.pulls.forEach((pull) -> pull.catchUp(answers, question));
	}

	/**
	 * How many entries were answered.
	 */
	int size() {
		return Stream.of(Kind.values()).flatMap(this::answers).mapToInt((answer) -> answer.entries().size()).sum();
	}

	/**
	 * What the source answered.
	 */
	Optional<RuntimeEntries> find(Asked asked) {
		return answer(asked).map(Pull.Answered::entries);
	}

	/**
	 * The entity tag of what was answered.
	 */
	Optional<String> findEtag(Asked asked) {
		return answer(asked).flatMap(Pull.Answered::etag);
	}

	private Optional<Pull.Answered> answer(Asked asked) {
		return this.pulls.stream()
			.filter((pull) -> pull.source().equals(asked.source()))
			.flatMap((pull) -> Optional.ofNullable(pull.answered().get(asked.kind())).stream())
			.findFirst();
	}

	/**
	 * All that was answered for a kind, that of the source first that wins.
	 */
	Stream<RuntimeEntries> answers(Kind kind) {
		return this.pulls.stream()
			.flatMap((pull) -> Optional.ofNullable(pull.answered().get(kind)).stream())
			.map(Pull.Answered::entries);
	}

	/**
	 * Whether the source is there no more.
	 */
	boolean retires(String source) {
		return this.retired.contains(source);
	}

	/**
	 * Whether a source named the entry, well-formed or not.
	 */
	boolean names(Kind kind, EntryId id) {
		return answers(kind).anyMatch((answer) -> answer.names(id));
	}

	/**
	 * The digests of the answers.
	 */
	Map<Asked, String> digests() {
		Map<Asked, String> digests = new LinkedHashMap<>();
		this.pulls.forEach((pull) -> pull.answered()
			.forEach((kind, answer) -> digests.put(new Asked(pull.source(), kind), answer.digest())));
		return digests;
	}

	/**
	 * What was not answered as it should be.
	 */
	Map<Asked, ProblemException> failed() {
		Map<Asked, ProblemException> failed = new LinkedHashMap<>();
		for (SourcePull pull : this.pulls) {
			pull.failed().forEach((kind, failure) -> failed.put(new Asked(pull.source(), kind), failure));
		}
		return failed;
	}

	/**
	 * The sources that gave no answer worth anything, and why.
	 */
	Map<String, ProblemException> unanswered() {
		Map<String, ProblemException> unanswered = new LinkedHashMap<>();
		this.pulls.forEach((pull) -> pull.failure().ifPresent((failure) -> unanswered.put(pull.source(), failure)));
		return unanswered;
	}

}
