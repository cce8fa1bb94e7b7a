package dev.registrysync.sync;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.history.History;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.store.RegistryStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a commit that was recorded and not published: each document is either the old one
 * or the new one afterwards, and the history says which.
 */
final class Recovery {

	private static final Logger log = LoggerFactory.getLogger(Recovery.class);

	private Recovery() {
	}

	/**
	 * Puts each document in its place, or takes its part of the commit back. If there is
	 * no such commit, tries again the files that could not be replaced.
	 * @return the kinds whose part of the commit was taken back
	 */
	static Set<Kind> run(RegistryStore store, History history) {
		Map<Kind, DocumentDigests> unsettled = history.unsettled();
		if (unsettled.isEmpty()) {
			store.retryUnreplaceable();
			return Set.of();
		}
		Set<Kind> inForce = EnumSet.noneOf(Kind.class);
		unsettled.forEach((kind, digests) -> {
			if (store.recover(kind, digests.before(), digests.after())) {
				inForce.add(kind);
			}
		});
		history.settle(inForce);
		unsettled.keySet().forEach((kind) -> discard(() -> store.discard(kind)));
		Set<Kind> takenBack = EnumSet.copyOf(unsettled.keySet());
		takenBack.removeAll(inForce);
		if (takenBack.isEmpty()) {
			log.debug("Revision {} is in force", history.revision());
		}
		else {
			log.warn("Revision {} was cut short; in force: {} of {}", history.revision(), inForce, unsettled.keySet());
		}
		return takenBack;
	}

	/**
	 * Deletes the staged and the replaced files of a settled commit. A failure is only
	 * logged: the commit is in force or taken back by now, and the next commit replaces
	 * what is left.
	 */
	static void discard(Runnable delete) {
		try {
			delete.run();
		}
		catch (ProblemException ex) {
			log.warn("A file that a settled commit has left cannot be removed: {}", ex.detail());
		}
	}

}
