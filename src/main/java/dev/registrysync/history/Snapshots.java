package dev.registrysync.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Sha256;
import dev.registrysync.volume.DurableDirectory;

/**
 * Documents as they once were, compressed, each in a file that is named after its digest.
 */
class Snapshots {

	private final DurableDirectory directory;

	Snapshots(DurableDirectory directory) {
		this.directory = directory;
	}

	/**
	 * Those of the history in a directory.
	 */
	static Snapshots in(Path history) {
		return new Snapshots(DurableDirectory.shared(history.resolve("snapshots"), ProblemCode.HISTORY_INACCESSIBLE));
	}

	/**
	 * Keeps a document; it is on the disk when this returns.
	 */
	void keep(RegistryDocument document) {
		String file = CompressedFile.name(document.digest());
		if (!this.directory.has(file)) {
			this.directory.replace(file, compressed(document.bytes()));
		}
	}

	boolean has(String digest) {
		return this.directory.has(CompressedFile.name(digest));
	}

	private static byte[] compressed(byte[] bytes) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4 + 64);
		try (GZIPOutputStream gzip = new FastGzip(compressed)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	/**
	 * The text of the document with the digest; empty if it is not kept any more.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} if the file is damaged
	 */
	Optional<byte[]> find(String digest) {
		return this.directory.read(CompressedFile.name(digest)).map((compressed) -> expanded(compressed, digest));
	}

	private byte[] expanded(byte[] compressed, String digest) {
		ByteArrayInputStream file = new ByteArrayInputStream(compressed);
		try (GZIPInputStream gzip = new GZIPInputStream(file)) {
			byte[] bytes = gzip.readAllBytes();
			if (!Sha256.of(bytes).equals(digest)) {
				throw new IOException("it has another digest");
			}
			return bytes;
		}
		catch (IOException ex) {
			throw damaged(digest, compressed.length - file.available(), compressed.length, ex);
		}
	}

	private ProblemException damaged(String digest, int read, int length, IOException cause) {
		String path = this.directory.path(CompressedFile.name(digest)).toString();
		return new ProblemException(ProblemCode.HISTORY_UNREADABLE,
				"The snapshot %s is not what its name says: it is damaged within its first %d of %d bytes."
					.formatted(path, read, length),
				Map.of("file", path, "offset", read), cause)
			.withRemedy("Restore the file from a backup of the history, or take another revision of those that "
					+ "GET /history names: POST /rollback, or, with the service stopped, \"java -jar registry-sync.jar "
					+ "restore registry --kind KIND --revision N\".");
	}

	/**
	 * Removes all but the documents with these digests, and what was left half-written.
	 */
	void retain(Set<String> digests) {
		this.directory.discardAll();
		Set<String> files = digests.stream().map(CompressedFile::name).collect(Collectors.toSet());
		for (String file : this.directory.list()) {
			if (CompressedFile.findDigest(file).isPresent() && !files.contains(file)) {
				this.directory.remove(file);
			}
		}
	}

	/**
	 * Reads all of them.
	 * @return those that are not what their names say
	 */
	List<DamagedFile> verify() {
		List<DamagedFile> damaged = new ArrayList<>();
		for (String file : this.directory.list()) {
			CompressedFile.findDigest(file).ifPresent((digest) -> {
				try {
					find(digest);
				}
				catch (ProblemException ex) {
					damaged.add(new DamagedFile(this.directory.path(file).toString(), ex.detail()));
				}
			});
		}
		return damaged;
	}

	private static final class FastGzip extends GZIPOutputStream {

		private FastGzip(ByteArrayOutputStream out) throws IOException {
			super(out, 1 << 16);
			this.def.setLevel(Deflater.BEST_SPEED);
		}

	}

}
