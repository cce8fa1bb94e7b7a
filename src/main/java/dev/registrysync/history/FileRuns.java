package dev.registrysync.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import dev.registrysync.history.JournalRecord.Ran;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.DurableDirectory;

/**
 * Keeps what is told of runs in the journal, and what they decided in a file each.
 */
final class FileRuns {

	private static final int MOST_WAITING = 100;

	private final Journal journal;

	private final DurableDirectory decided;

	private final Deque<RunRecord> waiting = new ArrayDeque<>();

	/**
	 * Prepares it.
	 * @param decided where the files are with what runs decided
	 */
	FileRuns(Journal journal, DurableDirectory decided) {
		this.journal = journal;
		this.decided = decided;
	}

	/**
	 * Keeps what a run decided; it is on the disk when this returns.
	 */
	void keep(Details details) {
		if (!this.decided.has(details.file())) {
			this.decided.replace(details.file(), details.compressed());
		}
	}

	/**
	 * Writes them, or lets them wait for the next call. If the disk is full for long, the
	 * oldest are forgotten.
	 * @param revision the last one; empty if nothing may be written now
	 */
	void tell(List<RunRecord> runs, Optional<Revision> revision) {
		this.waiting.addAll(runs);
		try {
			revision.ifPresent(this::write);
		}
		finally {
			while (this.waiting.size() > MOST_WAITING) {
				this.waiting.removeFirst();
			}
		}
	}

	private void write(Revision revision) {
		while (!this.waiting.isEmpty()) {
			RunRecord run = this.waiting.getFirst();
			run.details().ifPresent(this::keep);
			this.journal.append(new Ran(revision, run.told()), JsonObject.EMPTY);
			this.waiting.removeFirst();
		}
	}

	private RunLines runLines(SeekableByteChannel file, long end) {
		return new RunLines(file, end, this.journal.longLines());
	}

	RunPage page(OptionalLong before, int limit) {
		long dropped = this.journal.dropped();
		long end = Math.min(this.journal.end(), Math.max(0, before.orElse(Long.MAX_VALUE) - dropped));
		return this.journal.reading((file) -> runLines(file, end).page(limit, dropped))
			.orElseGet(() -> new RunPage(List.of(), OptionalLong.empty()));
	}

	Optional<JsonObject> find(String syncId) {
		return this.journal.reading((file) -> runLines(file, this.journal.end()).find(syncId))
			.flatMap((found) -> found);
	}

	List<JsonObject> untold() {
		return this.journal.reading((file) -> runLines(file, this.journal.end()).untold()).orElse(List.of());
	}

	Optional<List<JsonObject>> details(String digest, long skip, int limit) {
		return this.decided.reading(CompressedFile.name(digest), (file) -> {
			try (BufferedReader lines = lines(file)) {
				return lines.lines().skip(skip).limit(limit).map(FileRuns::json).toList();
			}
		});
	}

	/**
	 * What a run decided to change; empty if that is not kept any more.
	 */
	Optional<List<EntryChange>> changes(String digest) {
		return this.decided.reading(CompressedFile.name(digest), (file) -> {
			try (BufferedReader lines = lines(file)) {
				return lines.lines().map(FileRuns::json).flatMap((json) -> EntryChange.find(json).stream()).toList();
			}
		});
	}

	private static BufferedReader lines(SeekableByteChannel file) throws IOException {
		return new BufferedReader(new InputStreamReader(new GZIPInputStream(Channels.newInputStream(file), 1 << 16),
				StandardCharsets.US_ASCII));
	}

	/**
	 * Removes what runs decided that neither the journal nor anybody else names.
	 * @param digests what others name
	 */
	void retain(Set<String> digests) {
		this.decided.discardAll();
		Set<String> files = Stream.concat(digests.stream(),
				this.journal.reading((file) -> runLines(file, this.journal.end()).details()).orElse(Set.of()).stream())
			.map(CompressedFile::name)
			.collect(Collectors.toSet());
		this.decided.list().stream().filter((file) -> !files.contains(file)).forEach(this.decided::remove);
	}

	private static JsonObject json(String line) {
		return (JsonReader.read(line.getBytes(StandardCharsets.US_ASCII)) instanceof JsonObject json) ? json
				: JsonObject.EMPTY;
	}

}
