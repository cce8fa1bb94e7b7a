package dev.registrysync.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
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
	 * Returns whether the file still has the document that was read from it.
	 * @param read empty if there was no file
	 */
	boolean isStill(Kind kind, Optional<RegistryDocument> read);

	/**
	 * Returns where one run keeps the texts of documents that it makes.
	 */
	default TextStore texts() {
		return TextStore.MEMORY;
	}

	/**
	 * Puts a document in the place of the file, durably; {@link #forget} is to follow.
	 * @param read what is replaced; empty if there is no file yet
	 * @return false if another program wrote the file meanwhile: then it stays
	 * @throws dev.registrysync.problem.ProblemException {@code REGISTRY_NOT_REPLACEABLE},
	 * or {@code DISK_FULL}
	 */
	boolean publish(Optional<RegistryDocument> read, RegistryDocument document);

	/**
	 * Cleans up after a process that ended while it replaced the file. If another program
	 * wrote the file at the last moment, its text is put back.
	 * @param replaced the digest of the document that was to be replaced; empty if there
	 * was no file
	 * @param next the digest of the document that was to replace it
	 * @return what became of the file
	 */
	Recovered recover(Kind kind, Optional<String> replaced, String next);

	/**
	 * Removes the hidden files that a replacement leaves. What cannot be removed now is
	 * removed by the next one.
	 */
	void forget(Kind kind);

	/**
	 * What became of a file that was being replaced.
	 */
	enum Recovered {

		/** It is the next document. */
		REPLACED,

		/** It was the next document, and somebody has edited it since. */
		EDITED_SINCE,

		/** It is not the next document. */
		NOT_REPLACED

	}

}
