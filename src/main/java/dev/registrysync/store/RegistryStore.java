package dev.registrysync.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.TextStore;
import dev.registrysync.volume.DataDirectory;

/**
 * Keeps the persistent registry documents. Others write them too, so a document read now
 * may be another in a moment.
 */
public interface RegistryStore {

	/**
	 * The registry files of a data directory. What cannot be understood is read again for
	 * a second first.
	 */
	static RegistryStore files(DataDirectory data) {
		return new JsonFileRegistryStore(data.config(), data.state(), Duration.ofSeconds(1));
	}

	/**
	 * The file with the documents of a kind.
	 */
	static Path file(DataDirectory data, Kind kind) {
		return data.config().resolve(JsonFileRegistryStore.file(kind));
	}

	/**
	 * Reads a document as it is now, {@link #patiently}.
	 * @return empty if there is none
	 * @throws dev.registrysync.problem.ProblemException {@code REGISTRY_UNREADABLE} if
	 * there is one that is not a registry; it is never taken for an empty one
	 */
	Optional<RegistryDocument> find(Kind kind);

	/**
	 * Reads a document once to show it. The file is not read while the file system says
	 * that it is the one that was read last. A caller who holds no lock can make it
	 * {@link #patiently}.
	 */
	default Optional<RegistryDocument> glance(Kind kind) {
		return find(kind);
	}

	/**
	 * Reads again, for a second, while a file is there that cannot be understood: other
	 * programs write it in place.
	 * @param reading what to read; it holds no lock when this waits
	 */
	default <T> T patiently(Supplier<T> reading) {
		return reading.get();
	}

	/**
	 * Why the file of the kind cannot be replaced, or made, as far as that is known now;
	 * empty if nothing is known.
	 */
	default Optional<ProblemException> findObstacle(Kind kind) {
		return Optional.empty();
	}

	/**
	 * Tries again the files that could not be replaced when a change was published, and
	 * leaves them as they are. Nothing may be prepared meanwhile.
	 */
	default void retryUnreplaceable() {
	}

	/**
	 * Returns where one run keeps the texts of documents that it makes.
	 */
	default TextStore texts() {
		return TextStore.MEMORY;
	}

	/**
	 * Makes the next documents durable without showing them to anybody. A document whose
	 * file cannot be replaced is left out.
	 */
	PreparedChange prepare(Collection<DocumentChange> changes);

	/**
	 * Ends a change that an earlier process had prepared and perhaps not published. Until
	 * {@link #discard} it answers the same, however often it is asked.
	 * @param before the digest of the document that the change replaces; empty if it
	 * makes the first one
	 * @param after the digest of the document that the change makes
	 * @return whether the change is in force now
	 */
	boolean recover(Kind kind, Optional<String> before, String after);

	/**
	 * Forgets what an earlier process had prepared and not published.
	 */
	void discard(Kind kind);

	/**
	 * Changes that are durable and wait.
	 */
	interface PreparedChange {

		/**
		 * The kinds whose file cannot be replaced, each with the reason
		 * ({@code REGISTRY_NOT_REPLACEABLE}). Their changes are left out.
		 */
		Map<Kind, ProblemException> refused();

		/**
		 * Whether all documents still are what the changes were made from.
		 */
		boolean isCurrent();

		/**
		 * Puts the new documents in their places.
		 * @return which of them are not in force
		 */
		Publication publish();

		/**
		 * Forgets the changes and, after {@link #publish}, what they replaced: once the
		 * history says what is in force.
		 */
		void discard();

	}

	/**
	 * The documents that were not put in their places.
	 *
	 * @param overtaken the kinds whose file another program wrote at the last moment; its
	 * text stands again
	 * @param refused the kinds whose file cannot be replaced, each with the reason
	 */
	record Publication(Set<Kind> overtaken, Map<Kind, ProblemException> refused) {

		public Publication {
			overtaken = Set.copyOf(overtaken);
			refused = Map.copyOf(refused);
		}

	}

}
