package dev.registrysync.keys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.registrysync.curve.Cores;

/**
 * Reads lines of a keys file, on all cores: no line has to know of another.
 */
final class KeyLines {

	/** So many bytes a part; {@link Cores} gives many parts at once to one thread. */
	private static final int PART = 4 * 1024;

	private final byte[] bytes;

	private final Supplier<Authenticity> authenticity;

	/**
	 * Names the file's bytes.
	 * @param authenticity makes what says so, for one thread
	 */
	KeyLines(byte[] bytes, Supplier<Authenticity> authenticity) {
		this.bytes = bytes;
		this.authenticity = authenticity;
	}

	/**
	 * All lines that a newline ends, in their order.
	 */
	List<KeyLine> read() {
		List<KeyLine> lines = new ArrayList<>();
		Cores.mapWith(parts(), () -> {
			Authenticity mine = this.authenticity.get();
			PlainKeyLine plain = new PlainKeyLine(mine);
			return (part) -> read(part, mine, plain);
		}).forEach(lines::addAll);
		return lines;
	}

	/**
	 * Some whole lines each. The newlines in a part are found by whoever reads its lines.
	 */
	private List<Part> parts() {
		List<Part> parts = new ArrayList<>();
		int whole = this.bytes.length;
		while (whole > 0 && this.bytes[whole - 1] != '\n') {
			whole--;
		}
		int start = 0;
		while (start < whole) {
			int end = newline(start + Math.min(PART, whole - start) - 1) + 1;
			parts.add(new Part(start, end));
			start = end;
		}
		return parts;
	}

	/**
	 * Where the next newline is, or the end of the file.
	 */
	private int newline(int from) {
		int at = from;
		while (at < this.bytes.length && this.bytes[at] != '\n') {
			at++;
		}
		return at;
	}

	private List<KeyLine> read(Part part, Authenticity mine, PlainKeyLine plain) {
		List<KeyLine> lines = new ArrayList<>();
		for (int start = part.start(); start < part.end();) {
			KeyLine line = read(start, part.end(), mine, plain);
			lines.add(line);
			start = line.end() + 1;
		}
		return lines;
	}

	/**
	 * Reads one line.
	 */
	KeyLine read(int start, int end) {
		Authenticity mine = this.authenticity.get();
		return read(start, end, mine, new PlainKeyLine(mine));
	}

	/**
	 * Reads the line that begins at one byte and ends with a newline, or at another byte.
	 */
	private KeyLine read(int start, int stop, Authenticity mine, PlainKeyLine plain) {
		Optional<KeyRecord> record = plain.find(this.bytes, start, stop);
		return record.isPresent() ? new KeyLine(start, plain.end(), record.get(), null)
				: readJson(start, Math.min(newline(start), stop), mine);
	}

	private KeyLine readJson(int start, int end, Authenticity mine) {
		Optional<KeystoreRecord> record = KeystoreRecord.find(Arrays.copyOfRange(this.bytes, start, end));
		if (record.isEmpty()) {
			return new KeyLine(start, end, null, "it does not have the form of a record");
		}
		return mine.isAuthentic(record.get().sealed(), record.get().bound())
				? new KeyLine(start, end, record.get(), null)
				: new KeyLine(start, end, null, "its authentication tag does not match");
	}

	/**
	 * Some lines.
	 *
	 * @param start the first byte of the first one
	 * @param end the byte behind the newline of the last one
	 */
	private record Part(int start, int end) {
	}

}
