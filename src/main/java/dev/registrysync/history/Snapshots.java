package dev.registrysync.history;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.DocumentDelta;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.volume.DurableDirectory;

/**
 * Documents as they once were, compressed, each in a file that is named after its digest:
 * whole, or as a delta if it differs little from the one before.
 */
class Snapshots {

	/** A document with fewer bytes is always kept whole. */
	private static final int SMALLEST = 64 * 1024;

	/** How many deltas may lie between a document and a whole one. */
	private static final int MOST_DELTAS = 16;

	/** How many times smaller than its document a delta has to be. */
	private static final int WORTHWHILE = 4;

	private final DurableDirectory directory;

	private final SnapshotReader reader;

	/** The paths of those that were found to be damaged, and not written since. */
	private final Set<String> damaged = ConcurrentHashMap.newKeySet();

	Snapshots(DurableDirectory directory) {
		this.directory = directory;
		this.reader = new SnapshotReader(directory);
	}

	/**
	 * Those of the history in a directory.
	 */
	static Snapshots in(Path history) {
		return new Snapshots(
				DurableDirectory.confidential(history.resolve("snapshots"), ProblemCode.HISTORY_INACCESSIBLE));
	}

	/**
	 * Keeps a document, if it is not kept; it is on the disk when this returns.
	 * @param preceding the document that it was made of, as far as it is known
	 */
	void keep(RegistryDocument document, Optional<RegistryDocument> preceding) {
		SnapshotFiles files = files();
		SnapshotFiles intact = files.without((file) -> this.damaged.contains(path(file)));
		if (intact.chain(document.digest()).isComplete()) {
			return;
		}
		boolean replaces = files.has(document.digest());
		Optional<RegistryDocument> base = preceding
			.filter((known) -> !replaces && carriesAnother(intact.chain(known.digest())));
		if (document.length() < SMALLEST || base.isEmpty() || !keepDelta(document, base.get())) {
			write(SnapshotFile.whole(document.digest()), document.pieces());
		}
	}

	private static boolean carriesAnother(SnapshotChain chain) {
		return chain.isComplete() && chain.files().size() <= MOST_DELTAS;
	}

	/**
	 * Keeps the delta, if it is worth it.
	 */
	private boolean keepDelta(RegistryDocument document, RegistryDocument base) {
		DocumentDelta delta = DocumentDelta.between(base, document);
		if (delta.size() * WORTHWHILE > document.length()) {
			return false;
		}
		write(SnapshotFile.delta(document.digest(), base.digest()), List.of(ByteBuffer.wrap(delta.bytes())));
		return true;
	}

	private void write(SnapshotFile file, List<ByteBuffer> content) {
		this.directory.replace(file.name(), FastGzip.compressed(content));
		this.damaged.remove(path(file));
	}

	private SnapshotFiles files() {
		return SnapshotFiles.of(this.directory.list());
	}

	private String path(SnapshotFile file) {
		return this.directory.path(file.name()).toString();
	}

	/**
	 * Whether the document with the digest can be read, as far as its files are not
	 * damaged.
	 */
	boolean has(String digest) {
		return files().chain(digest).isComplete();
	}

	/**
	 * The text of the document with the digest; empty if it is not kept any more.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} naming the file that is damaged
	 * or missing
	 */
	Optional<byte[]> find(String digest) {
		return Optional.of(files().chain(digest)).filter((chain) -> !chain.isEmpty()).map(this.reader::read);
	}

	/**
	 * Removes all but the documents with these digests and what they are built on, and
	 * what was left half-written. Nothing goes before what is built on it, so a crash
	 * leaves nothing behind that cannot be read.
	 */
	void retain(Set<String> digests) {
		this.directory.discardAll();
		SnapshotFiles files = files();
		Set<SnapshotFile> kept = digests.stream()
			.flatMap((digest) -> files.chain(digest).files().stream())
			.collect(Collectors.toSet());
		files.lastFirst()
			.stream()
			.filter((file) -> !kept.contains(file))
			.forEach((file) -> this.directory.remove(file.name()));
	}

	/**
	 * Reads all of them. Nothing will be built on those that are found to be damaged.
	 * @return those that are not what their names say, and those that are missing and
	 * built on
	 */
	List<DamagedFile> verify() {
		SnapshotFiles files = files();
		Set<SnapshotFile> verified = new HashSet<>();
		Set<DamagedFile> found = new LinkedHashSet<>();
		for (SnapshotFile file : files.lastFirst()) {
			if (!verified.contains(file)) {
				SnapshotChain chain = files.chain(file);
				verified.addAll(chain.files());
				found.addAll(verify(chain));
			}
		}
		Set<String> paths = found.stream().map(DamagedFile::file).collect(Collectors.toSet());
		this.damaged.retainAll(paths);
		this.damaged.addAll(paths);
		return List.copyOf(found);
	}

	/**
	 * Meanwhile snapshots come, each after what it is built on, and go, each before that.
	 * So what seems to be damaged is looked for and read once more, and is no damage if
	 * it is gone.
	 */
	private List<DamagedFile> verify(SnapshotChain chain) {
		if (this.reader.verify(chain).isEmpty()) {
			return List.of();
		}
		List<DamagedFile> found = this.reader.verify(files().chain(chain.last()));
		return this.directory.has(chain.last().name()) ? found : List.of();
	}

}
