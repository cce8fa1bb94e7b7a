package dev.registrysync.history;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.registrysync.history.LinesBackwards.Line;
import dev.registrysync.registry.JsonObject;

/**
 * Finds what the journal tells of runs, from its end to its beginning.
 */
final class RunLines {

	private final LinesBackwards lines;

	RunLines(SeekableByteChannel file, long end, LongLines longLines) {
		this.lines = new LinesBackwards(file, end, longLines);
	}

	/**
	 * The runs before the position, the newest first.
	 * @param dropped how many bytes the journal once had before its first one
	 */
	RunPage page(int limit, long dropped) throws IOException {
		List<JsonObject> runs = new ArrayList<>();
		OptionalLong last = OptionalLong.empty();
		Optional<Line> line = previousRun();
		while (line.isPresent() && runs.size() < limit) {
			runs.add(RunLine.told(this.lines.read(line.get())));
			last = OptionalLong.of(dropped + line.get().start());
			line = previousRun();
		}
		return new RunPage(runs, line.isPresent() ? last : OptionalLong.empty());
	}

	Optional<JsonObject> find(String syncId) throws IOException {
		Optional<Line> line = previousRun();
		while (line.isPresent()) {
			JsonObject run = RunLine.told(this.lines.read(line.get()));
			if (run.findText(RunLine.SYNC_ID).filter(syncId::equals).isPresent()) {
				return Optional.of(run);
			}
			line = previousRun();
		}
		return Optional.empty();
	}

	private Optional<Line> previousRun() throws IOException {
		Optional<Line> line = this.lines.previous();
		while (line.isPresent() && !RunLine.isRun(head(line.get()))) {
			line = this.lines.previous();
		}
		return line;
	}

	/**
	 * What runs tell that were not told, the oldest first.
	 */
	List<JsonObject> untold() throws IOException {
		return new UntoldRuns(this.lines).find();
	}

	/**
	 * What the lines name that runs decided.
	 */
	Set<String> details() throws IOException {
		Set<String> digests = new HashSet<>();
		Optional<Line> line = this.lines.previous();
		while (line.isPresent()) {
			RunLine.findDetails(this.lines.head(line.get(), RunLine.CAUSE)).ifPresent(digests::add);
			line = this.lines.previous();
		}
		return digests;
	}

	private byte[] head(Line line) throws IOException {
		return this.lines.head(line, RunLine.HEAD);
	}

}
