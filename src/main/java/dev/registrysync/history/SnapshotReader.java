package dev.registrysync.history;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.DocumentDelta;
import dev.registrysync.registry.Sha256;
import dev.registrysync.volume.DurableDirectory;
import org.jspecify.annotations.Nullable;

/**
 * Reads snapshots, one file after the other, so that no more than two documents are in
 * memory at a time.
 */
final class SnapshotReader {

	private static final byte[] NOTHING = new byte[0];

	private final DurableDirectory directory;

	SnapshotReader(DurableDirectory directory) {
		this.directory = directory;
	}

	/**
	 * The text that the files give. If it is not what it should be they are read once
	 * more and each is checked, as what is wrong with one may only show in a later one.
	 * @param chain not empty
	 * @throws ProblemException {@code HISTORY_UNREADABLE} naming the first file that is
	 * damaged or missing
	 */
	byte[] read(SnapshotChain chain) {
		findMissing(chain).ifPresent((missing) -> {
			throw missing;
		});
		try {
			return read(chain, chain.last()::equals);
		}
		catch (ProblemException ex) {
			return read(chain, (file) -> true);
		}
	}

	private byte[] read(SnapshotChain chain, Predicate<SnapshotFile> checked) {
		byte[] text = NOTHING;
		for (SnapshotFile file : chain.files()) {
			text = text(file, text, checked.test(file));
		}
		return text;
	}

	/**
	 * Checks each file; one behind another that is damaged or missing only for whether it
	 * can be expanded.
	 * @return those that are damaged or missing
	 */
	List<DamagedFile> verify(SnapshotChain chain) {
		List<DamagedFile> damaged = new ArrayList<>();
		findMissing(chain).map(SnapshotReader::toDamagedFile).ifPresent(damaged::add);
		byte[] text = NOTHING;
		for (SnapshotFile file : chain.files()) {
			try {
				text = damaged.isEmpty() ? text(file, text, true) : content(file, (content) -> NOTHING);
			}
			catch (ProblemException ex) {
				damaged.add(toDamagedFile(ex));
			}
		}
		return damaged;
	}

	private static DamagedFile toDamagedFile(ProblemException problem) {
		return new DamagedFile(String.valueOf(problem.data().get("file")), problem.detail());
	}

	private byte[] text(SnapshotFile file, byte[] base, boolean checked) {
		return content(file, (content) -> {
			byte[] text = file.isWhole() ? content : DocumentDelta.apply(content, base);
			if (checked && !Sha256.of(text).equals(file.digest())) {
				throw new DataFormatException("it has another digest");
			}
			return text;
		});
	}

	private byte[] content(SnapshotFile file, Reading reading) {
		byte[] compressed = this.directory.read(file.name()).orElseThrow(() -> missing(file.name(), ""));
		ByteArrayInputStream bytes = new ByteArrayInputStream(compressed);
		try (GZIPInputStream gzip = new GZIPInputStream(bytes)) {
			return reading.read(gzip.readAllBytes());
		}
		catch (IOException | DataFormatException ex) {
			throw damaged(file, compressed.length - bytes.available(), compressed.length, ex);
		}
	}

	private ProblemException damaged(SnapshotFile file, int read, int length, Exception cause) {
		String path = path(file.name());
		return unreadable("The snapshot %s is not what its name says: it is damaged within its first %d of %d bytes."
			.formatted(path, read, length), Map.of("file", path, "offset", read), cause);
	}

	private Optional<ProblemException> findMissing(SnapshotChain chain) {
		return chain.findMissing()
			.map((digest) -> missing(CompressedFile.name(digest),
					", and %s builds on it".formatted(chain.first().name())));
	}

	private ProblemException missing(String name, String consequence) {
		return unreadable("The snapshot %s is missing%s.".formatted(path(name), consequence),
				Map.of("file", path(name)), null);
	}

	private String path(String name) {
		return this.directory.path(name).toString();
	}

	private static ProblemException unreadable(String detail, Map<String, ?> data, @Nullable Exception cause) {
		return new ProblemException(ProblemCode.HISTORY_UNREADABLE, detail, data, cause)
			.withRemedy("Restore the file from a backup of the history, or take another revision of those that "
					+ "GET /history names: POST /rollback, or, with the service stopped, \"java -jar registry-sync.jar "
					+ "restore registry --kind KIND --revision N\".");
	}

	/**
	 * Understands what a file has.
	 */
	@FunctionalInterface
	private interface Reading {

		byte[] read(byte[] content) throws DataFormatException;

	}

}
