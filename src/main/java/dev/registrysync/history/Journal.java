package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import dev.registrysync.volume.DurableDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file, one JSON object a line, each with the digest of the line before it
 * and signed by the service. From where it is not what was written, nothing is added to
 * it.
 */
class Journal {

	private static final Logger log = LoggerFactory.getLogger(Journal.class);

	static final String FILE = "journal";

	/** The digest that the first line has for the line before it. */
	static final String NO_LINE = Sha256.of(new byte[0]);

	private final DurableDirectory directory;

	private final ChainSeal seal;

	private String lastLine = NO_LINE;

	private long lines;

	private long unsigned;

	/** The file's length in bytes. */
	private long length;

	/** How many bytes more it would have with all that was dropped. */
	private long shift;

	/** How many lines the file has. */
	private int present;

	private @Nullable ChainBreak broken;

	Journal(DurableDirectory directory, ChainSeal seal) {
		this.directory = directory;
		this.seal = seal;
	}

	/**
	 * Whether no line was ever finished.
	 */
	static boolean isEmpty(DurableDirectory directory) {
		return directory.read(FILE)
			.filter((bytes) -> new String(bytes, StandardCharsets.ISO_8859_1).contains("\n"))
			.isEmpty();
	}

	/**
	 * Reads the whole file, as far as it is what was written. A line that a crash left
	 * unfinished was never in force, and is cut off.
	 */
	List<JournalRecord> read() {
		byte[] bytes = bytes();
		JournalScan scan = JournalScan.of(bytes, this.seal);
		this.lastLine = scan.digest();
		this.lines = scan.count();
		this.unsigned = scan.unsigned();
		this.length = scan.wholeLength();
		this.shift = scan.shift();
		this.present = scan.lines().size();
		scan.broken().ifPresentOrElse(this::isBroken, () -> cut(bytes.length));
		return scan.records();
	}

	private byte[] bytes() {
		return this.directory.read(FILE).orElse(new byte[0]);
	}

	private void isBroken(ChainBreak found) {
		this.broken = found;
		log.error("{} Nothing is committed until it is restored. {}", describe(found),
				ProblemCode.HISTORY_READ_ONLY.remedy());
	}

	private void cut(int present) {
		if (this.length < present) {
			this.directory.truncate(FILE, this.length);
			log.info("Cut off {} bytes of an unfinished line at the end of {}", present - this.length, path());
		}
		if (this.unsigned > 0) {
			log.info("The first {} lines of {} are older than the service's key and not signed", this.unsigned, path());
		}
	}

	private String path() {
		return this.directory.path(FILE).toString();
	}

	private String describe(ChainBreak found) {
		return "The journal %s is not what was written from line %d on, at byte %d: %s.".formatted(path(), found.line(),
				found.offset(), found.reason());
	}

	/**
	 * Looks whether the file still is what was written, all of it.
	 * @return where it is not
	 */
	Optional<ChainBreak> verify() {
		if (this.broken == null) {
			JournalScan scan = JournalScan.of(bytes(), this.seal);
			scan.broken().or(() -> findCut(scan)).ifPresent(this::isBroken);
		}
		return Optional.ofNullable(this.broken);
	}

	private Optional<ChainBreak> findCut(JournalScan scan) {
		return scan.digest().equals(this.lastLine) ? Optional.empty()
				: Optional.of(new ChainBreak(Math.min(scan.count(), this.lines) + 1,
						this.shift + Math.min(scan.length(), this.length),
						"its end is not the one that was written last"));
	}

	/**
	 * Takes note that lines of a later revision are missing at the end.
	 */
	void noteLostEnd(Revision proven) {
		isBroken(new ChainBreak(this.lines + 1, this.shift + this.length,
				"its end is missing: an entry of the registry proves that it was attested at revision " + proven));
	}

	/**
	 * Where the journal is not what was written; empty as long as nothing is known.
	 */
	Optional<ChainBreak> broken() {
		return Optional.ofNullable(this.broken);
	}

	/**
	 * Makes sure that lines can be added.
	 * @throws ProblemException {@code HISTORY_READ_ONLY} naming file, line and offset
	 */
	void requireIntact() {
		ChainBreak found = this.broken;
		if (found != null) {
			Map<String, Object> data = new LinkedHashMap<>();
			data.put("file", path());
			data.put("line", found.line());
			data.put("offset", found.offset());
			throw new ProblemException(ProblemCode.HISTORY_READ_ONLY, describe(found), data);
		}
	}

	private void requireLength() {
		if (this.directory.length(FILE) != this.length && verify().isEmpty()) {
			isBroken(new ChainBreak(this.lines + 1, this.shift + this.length, "somebody else wrote behind its end"));
		}
		requireIntact();
	}

	/**
	 * Adds a line; durable when it returns. Nothing that may fail comes behind the write:
	 * what is known of the file has to be what it is.
	 * @param context who and when, for a person who reads the journal
	 */
	void append(JournalRecord record, JsonObject context) {
		requireLength();
		byte[] line = this.seal.seal(JournalLine.toJson(record, context), record.revision(), this.lastLine);
		String digest = Sha256.ofBegin(line, 0, line.length - 1, new byte[0]).get(0);
		this.directory.append(FILE, line);
		this.lastLine = digest;
		this.lines++;
		this.present++;
		this.length += line.length;
	}

	/**
	 * Replaces the first lines of the file by a checkpoint that says the same. The end of
	 * the chain and the numbers and offsets of all later lines stay as they are.
	 * @param kept the revisions that are kept
	 * @param mostLines how many lines are kept at most, be they of revisions that are
	 * kept
	 * @throws ProblemException if that is not possible; the file is as it was
	 */
	void compact(List<KeptRevision> kept, int mostLines, Instant now) {
		requireLength();
		byte[] all = bytes();
		JournalScan scan = JournalScan.of(all, this.seal);
		scan.broken().or(() -> findCut(scan)).ifPresent(this::isBroken);
		requireIntact();
		int cut = Checkpoints.cut(scan.records(), kept, mostLines);
		if (cut > 1) {
			replace(Checkpoints.line(scan, cut, kept, this.seal, now), all, scan.start(cut));
			this.present -= cut - 1;
		}
	}

	private void replace(byte[] checkpoint, byte[] all, int start) {
		byte[] compacted = Arrays.copyOf(checkpoint, checkpoint.length + all.length - start);
		System.arraycopy(all, start, compacted, checkpoint.length, all.length - start);
		this.directory.replace(FILE, compacted);
		this.shift += this.length - compacted.length;
		this.length = compacted.length;
	}

	/**
	 * How many lines the file has.
	 */
	int present() {
		return this.present;
	}

	/**
	 * The digest of the last line.
	 */
	String digest() {
		return this.lastLine;
	}

	/**
	 * What is known of the chain.
	 * @param revision the revision at its end
	 */
	ChainStatus status(Revision revision) {
		return new ChainStatus(new ChainHead(revision, this.lastLine), this.lines, this.unsigned,
				this.seal.findAddress(), path(), broken());
	}

}
