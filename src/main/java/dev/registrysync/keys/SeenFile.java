package dev.registrysync.keys;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.FileMark;

/**
 * A file of the keystore as it was read or written last, to notice that others changed
 * it. For one thread at a time.
 */
final class SeenFile {

	private final KeystoreFiles files;

	private final Path path;

	private final MessageDigest content = newDigest();

	private long length;

	private Optional<FileMark> mark = Optional.empty();

	private boolean leftover;

	private SeenFile(KeystoreFiles files, Path path) {
		this.files = files;
		this.path = path;
	}

	/**
	 * Remembers the first bytes of a file.
	 * @param length how many of them are ours
	 */
	static SeenFile of(KeystoreFiles files, Path path, byte[] bytes, int length) {
		SeenFile seen = new SeenFile(files, path);
		seen.add(bytes, length);
		return seen;
	}

	/**
	 * Remembers a file as it is now.
	 * @throws ProblemException {@code KEYSTORE_MISSING} if it is not there
	 */
	static SeenFile now(KeystoreFiles files, Path path) {
		byte[] bytes = files.read(path).orElseThrow(() -> gone(path));
		try {
			return of(files, path, bytes, bytes.length);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	private static MessageDigest newDigest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	long length() {
		return this.length;
	}

	/**
	 * Remembers what was just appended.
	 */
	void add(byte[] bytes) {
		add(bytes, bytes.length);
	}

	private void add(byte[] bytes, int count) {
		this.content.update(bytes, 0, count);
		this.length += count;
		this.leftover = false;
		this.mark = this.files.mark(this.path);
	}

	/**
	 * Remembers that a failed append may have left bytes behind the end, which the next
	 * one overwrites.
	 */
	void leaveRest() {
		this.leftover = true;
		this.mark = Optional.empty();
	}

	/**
	 * Makes sure that the file is as it was. Reads it only if the file system says that
	 * somebody touched it.
	 * @throws ProblemException {@code KEYSTORE_MISSING} or {@code KEYSTORE_CHANGED}
	 */
	void requireUnchanged() {
		if (this.mark.isPresent() && this.mark.equals(this.files.mark(this.path))) {
			return;
		}
		byte[] bytes = this.files.read(this.path).orElseThrow(() -> gone(this.path));
		try {
			if (!isAsRemembered(bytes)) {
				throw KeystoreFailure.changed(this.path);
			}
			this.mark = this.leftover ? Optional.empty() : this.files.mark(this.path);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	private boolean isAsRemembered(byte[] bytes) {
		if (bytes.length < this.length || (bytes.length > this.length && !this.leftover)) {
			return false;
		}
		MessageDigest digest = newDigest();
		digest.update(bytes, 0, (int) this.length);
		return MessageDigest.isEqual(digest.digest(), contentDigest());
	}

	private byte[] contentDigest() {
		try {
			return ((MessageDigest) this.content.clone()).digest();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException("SHA-256 of the platform can be cloned", ex);
		}
	}

	private static ProblemException gone(Path path) {
		return KeystoreFailure.missing(path, "the file was there at the start and is gone");
	}

}
