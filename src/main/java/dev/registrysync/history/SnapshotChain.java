package dev.registrysync.history;

import java.util.List;
import java.util.Optional;

/**
 * The files that together give one document, each built on the one before it.
 *
 * @param files the last one gives the document; none if it is not kept
 */
record SnapshotChain(List<SnapshotFile> files) {

	SnapshotChain {
		files = List.copyOf(files);
	}

	boolean isEmpty() {
		return this.files.isEmpty();
	}

	/**
	 * Whether there is all that gives the document.
	 */
	boolean isComplete() {
		return !isEmpty() && findMissing().isEmpty();
	}

	/**
	 * The digest of the document that the first file builds on, and that is not there.
	 */
	Optional<String> findMissing() {
		return isEmpty() ? Optional.empty() : first().base();
	}

	/**
	 * The file that all others build on.
	 */
	SnapshotFile first() {
		return this.files.get(0);
	}

	/**
	 * The file that gives the document.
	 */
	SnapshotFile last() {
		return this.files.get(this.files.size() - 1);
	}

}
