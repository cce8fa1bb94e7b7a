package dev.registrysync.keys;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import dev.registrysync.curve.Cores;

/**
 * Reads lines of a keys file, on all cores: no line has to know of another.
 */
final class KeyLines {

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
		int[] ends = newlines();
		return Cores.mapWith(IntStream.range(0, ends.length).boxed().toList(), () -> {
			Authenticity mine = this.authenticity.get();
			PlainKeyLine plain = new PlainKeyLine(mine);
			return (line) -> read((line > 0) ? ends[line - 1] + 1 : 0, ends[line], mine, plain);
		});
	}

	private int[] newlines() {
		IntStream.Builder found = IntStream.builder();
		for (int at = 0; at < this.bytes.length; at++) {
			if (this.bytes[at] == '\n') {
				found.add(at);
			}
		}
		return found.build().toArray();
	}

	/**
	 * Reads one line.
	 */
	KeyLine read(int start, int end) {
		Authenticity mine = this.authenticity.get();
		return read(start, end, mine, new PlainKeyLine(mine));
	}

	private KeyLine read(int start, int end, Authenticity mine, PlainKeyLine plain) {
		Optional<KeyRecord> record = plain.find(this.bytes, start, end);
		return record.isPresent() ? new KeyLine(start, end, record.get(), null) : readJson(start, end, mine);
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

}
