package dev.registrysync.sync;

import java.util.List;
import java.util.Map;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * The run that brings the content of an earlier revision back, as a new one. The source
 * is not asked: it works while the source is down.
 */
final class RollbackRun {

	private final Revision revision;

	private final Map<Kind, RegistryDocument> then;

	/**
	 * Prepares it.
	 * @param then the documents of the revision, by kind
	 */
	RollbackRun(Revision revision, Map<Kind, RegistryDocument> then) {
		this.revision = revision;
		this.then = then;
	}

	/**
	 * Refuses ids that the registry has neither now nor had at the revision.
	 * @throws ProblemException {@code ENTRY_NOT_FOUND} naming them
	 */
	void requireKnown(Scope scope, WorkingRegistry registry) {
		List<String> unknown = scope.ids()
			.stream()
			.filter((id) -> scope.kinds()
				.stream()
				.noneMatch((kind) -> isKnown(registry.document(kind), id)
						|| (this.then.containsKey(kind) && isKnown(this.then.get(kind), id))))
			.map(EntryId::value)
			.sorted()
			.toList();
		if (!unknown.isEmpty()) {
			throw new ProblemException(ProblemCode.ENTRY_NOT_FOUND,
					"%d of the entries are in the registry neither now nor at revision %s: %s."
						.formatted(unknown.size(), this.revision, String.join(", ", unknown)),
					Map.of("ids", unknown, "revision", this.revision.number()));
		}
	}

	private static boolean isKnown(RegistryDocument document, EntryId id) {
		return document.has(id) || document.malformed().containsKey(id.value());
	}

	/**
	 * Decides and commits.
	 * @throws ProblemException {@code STALE_PLAN}, or if it fails; then nothing was
	 * committed
	 */
	RunResult execute(RunContext context) {
		return ContentionRetry.execute(context, (run) -> new RollbackPass(run, this.revision, this.then).execute());
	}

}
