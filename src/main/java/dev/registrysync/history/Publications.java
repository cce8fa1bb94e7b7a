package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Which revision each registry file was written of last.
 */
public interface Publications {

	/**
	 * Returns how the file of the kind was written last; empty if no commit ever made or
	 * changed it.
	 */
	Optional<Publication> find(Kind kind);

	/**
	 * Stores by what the file is to be replaced, so that a file that could not be
	 * replaced is not taken for one with edits that nobody has decided on.
	 */
	void begin(Kind kind, Replacing next);

	/**
	 * Stores how the file is written now.
	 */
	void end(Kind kind, Publication last);

	/**
	 * How a file was written last.
	 *
	 * @param revision the revision of which it was written
	 * @param digest the SHA-256 of its bytes, {@code sha256:} and 64 hex digits; empty if
	 * it had edits that no revision has
	 * @param next by what it is to be replaced; null if by nothing
	 */
	record Publication(Revision revision, String digest, @Nullable Replacing next) {

		public Publication(Revision revision, String digest) {
			this(revision, digest, null);
		}

		public Optional<Replacing> findNext() {
			return Optional.ofNullable(this.next);
		}

	}

	/**
	 * A file that is to be replaced.
	 *
	 * @param revision the number of the revision of which it is written
	 * @param digest the SHA-256 of its bytes; null as long as nobody has begun to write
	 * it
	 * @param replaced that of the bytes that it replaces; null if there was no file
	 */
	record Replacing(long revision, @Nullable String digest, @Nullable String replaced) {

		public Optional<String> findDigest() {
			return Optional.ofNullable(this.digest);
		}

	}

}
