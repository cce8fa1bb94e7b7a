package dev.registrysync.sync;

import java.util.Optional;

import dev.registrysync.registry.RegistryDocument;

/**
 * The registry of a kind as it is now.
 *
 * @param file the document in the file; empty if there is no file
 * @param document what was committed last, with the edits that others made to the file
 * @param asCommitted whether it has no such edits
 * @param due whether the file has to be written, as it lacks what was committed last
 */
record CurrentDocument(Optional<RegistryDocument> file, RegistryDocument document, boolean asCommitted, boolean due) {

	/**
	 * Returns a document to begin with, as there is neither a file nor a commit.
	 */
	static CurrentDocument begin(RegistryDocument document) {
		return new CurrentDocument(Optional.empty(), document, true, false);
	}

	/**
	 * Returns the document; empty if it is one to begin with.
	 */
	Optional<RegistryDocument> findDocument() {
		return (this.file.isEmpty() && !this.due) ? Optional.empty() : Optional.of(this.document);
	}

}
