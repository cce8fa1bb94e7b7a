package dev.registrysync.history;

import java.util.Optional;

/**
 * The file of a snapshot. It is called {@code <sha256>.gz} if it is whole and
 * {@code <sha256>-<sha256>.gz} if it is a delta, so that what builds on what is known
 * even of a file that is damaged.
 *
 * @param digest the digest of the document that it gives
 * @param base the digest of the document that it builds on; empty if it is whole
 */
record SnapshotFile(String digest, Optional<String> base) {

	private static final char ON = '-';

	static SnapshotFile whole(String digest) {
		return new SnapshotFile(digest, Optional.empty());
	}

	static SnapshotFile delta(String digest, String base) {
		return new SnapshotFile(digest, Optional.of(base));
	}

	/**
	 * The file of that name; empty if it is none of ours.
	 */
	static Optional<SnapshotFile> find(String name) {
		int on = name.indexOf(ON);
		if (on < 0) {
			return CompressedFile.findDigest(name).map(SnapshotFile::whole);
		}
		return CompressedFile.findDigest(name.substring(0, on) + CompressedFile.SUFFIX)
			.flatMap((digest) -> CompressedFile.findDigest(name.substring(on + 1)).map((base) -> delta(digest, base)));
	}

	String name() {
		String name = CompressedFile.name(this.digest);
		return this.base.map((digest) -> name.replace(CompressedFile.SUFFIX, ON + CompressedFile.name(digest)))
			.orElse(name);
	}

	boolean isWhole() {
		return this.base.isEmpty();
	}

}
