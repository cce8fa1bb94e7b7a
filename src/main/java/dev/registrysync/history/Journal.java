package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Sha256;
import dev.registrysync.volume.DurableDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An append-only file, one JSON object a line, each with the digest of the line before
 * it.
 */
class Journal {

	private static final Logger log = LoggerFactory.getLogger(Journal.class);

	static final String FILE = "journal";

	/** The digest that the first line has for the line before it. */
	static final String NO_LINE = Sha256.of(new byte[0]);

	private static final String PREVIOUS = "previous";

	private final DurableDirectory directory;

	private String lastLine = NO_LINE;

	Journal(DurableDirectory directory) {
		this.directory = directory;
	}

	/**
	 * Reads the whole file. A line that a crash left unfinished was never in force, and
	 * is cut off.
	 * @throws ProblemException {@code HISTORY_UNREADABLE} naming the line if the file is
	 * not what was written
	 */
	List<JournalRecord> read() {
		byte[] bytes = this.directory.read(FILE).orElse(new byte[0]);
		List<JournalRecord> records = new ArrayList<>();
		int start = 0;
		for (int end = 0; end < bytes.length; end++) {
			if (bytes[end] == '\n') {
				records.add(read(Arrays.copyOfRange(bytes, start, end), records.size() + 1));
				start = end + 1;
			}
		}
		if (start < bytes.length) {
			this.directory.truncate(FILE, start);
			log.info("Cut off {} bytes of an unfinished line at the end of {}", bytes.length - start,
					this.directory.path(FILE));
		}
		return records;
	}

	private JournalRecord read(byte[] line, int number) {
		try {
			if (!(JsonReader.read(line) instanceof JsonObject json)) {
				throw new IllegalArgumentException("the line is not an object");
			}
			if (!JournalLine.text(json, PREVIOUS).equals(this.lastLine)) {
				throw new IllegalArgumentException("the line does not follow from the one before it");
			}
			this.lastLine = Sha256.of(line);
			return JournalLine.fromJson(json);
		}
		catch (JsonSyntaxException | IllegalArgumentException ex) {
			throw new ProblemException(
					ProblemCode.HISTORY_UNREADABLE, "The journal %s is damaged in line %d: %s."
						.formatted(this.directory.path(FILE), number, ex.getMessage()),
					Map.of("file", this.directory.path(FILE).toString(), "line", number), ex);
		}
	}

	/**
	 * The digest of the last line.
	 */
	String lastLine() {
		return this.lastLine;
	}

	/**
	 * Adds a line; durable when it returns.
	 * @param context who and when, for a person who reads the journal
	 */
	void append(JournalRecord record, JsonObject context) {
		String line = JsonText.compact(JournalLine.toJson(record, context).with(PREVIOUS, this.lastLine));
		this.directory.append(FILE, (line + "\n").getBytes(StandardCharsets.US_ASCII));
		this.lastLine = Sha256.of(line.getBytes(StandardCharsets.US_ASCII));
	}

}
