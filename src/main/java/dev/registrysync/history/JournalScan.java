package dev.registrysync.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.registrysync.history.JournalRecord.Checkpoint;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the lines of a journal. Each names the digest of the line before it, so a
 * line that the service vouches for vouches for all before it. A checkpoint stands at the
 * beginning for lines that were dropped: it names the digest of the last of them, and has
 * to be vouched for by itself.
 */
final class JournalScan {

	private final List<SealedLine> lines = new ArrayList<>();

	/** Where each line ends, newline included. */
	private final List<Integer> ends = new ArrayList<>();

	private final int whole;

	private @Nullable ChainBreak broken;

	private JournalScan(int whole) {
		this.whole = whole;
	}

	/**
	 * Reads all whole lines, as far as they are good.
	 */
	static JournalScan of(byte[] bytes, ChainSeal seal) {
		JournalScan scan = new JournalScan(wholeLength(bytes));
		scan.link(bytes);
		scan.verify(seal);
		return scan;
	}

	private static int wholeLength(byte[] bytes) {
		int end = bytes.length;
		while (end > 0 && bytes[end - 1] != '\n') {
			end--;
		}
		return end;
	}

	private void link(byte[] bytes) {
		while (length() < this.whole && this.broken == null) {
			add(bytes, length());
		}
	}

	private void add(byte[] bytes, int start) {
		try {
			SealedLine line = SealedLine.read(bytes, start, this.whole);
			if (!follows(line)) {
				throw new IllegalArgumentException("the line does not follow from the one before it");
			}
			this.lines.add(line);
			this.ends.add(line.end() + 1);
		}
		catch (IllegalArgumentException ex) {
			this.broken = end(String.valueOf(ex.getMessage()));
		}
	}

	private boolean follows(SealedLine line) {
		return (line.record() instanceof Checkpoint) ? this.lines.isEmpty() : line.previous().equals(digest());
	}

	/**
	 * A break behind the good lines.
	 */
	private ChainBreak end(String reason) {
		return new ChainBreak(count() + 1, shift() + length(), reason);
	}

	/**
	 * Goes back to the last line that the service vouches for.
	 */
	private void verify(ChainSeal seal) {
		if (seal.findAddress().isEmpty()) {
			requireUnsigned(seal);
			return;
		}
		while (!this.lines.isEmpty()) {
			SealedLine last = this.lines.get(this.lines.size() - 1);
			if (seal.isVouched(last)) {
				verifyCheckpoint(seal);
				return;
			}
			this.lines.remove(this.lines.size() - 1);
			this.ends.remove(this.ends.size() - 1);
			this.broken = end(seal.whyNot(last));
		}
	}

	private void verifyCheckpoint(ChainSeal seal) {
		SealedLine first = this.lines.get(0);
		if (first.record() instanceof Checkpoint && !seal.isVouched(first)) {
			this.lines.clear();
			this.ends.clear();
			this.broken = end("the checkpoint: " + seal.whyNot(first));
		}
	}

	private Optional<Checkpoint> checkpoint() {
		return this.lines.stream()
			.limit(1)
			.map(SealedLine::record)
			.filter(Checkpoint.class::isInstance)
			.map(Checkpoint.class::cast)
			.findFirst();
	}

	/**
	 * How many bytes more there would be before a retained line if none had been dropped.
	 */
	long shift() {
		return checkpoint().map((checkpoint) -> checkpoint.bytes() - this.ends.get(0)).orElse(0L);
	}

	/**
	 * Without the service's key nobody vouches for what it signed; that it is damaged
	 * does not follow.
	 */
	private void requireUnsigned(ChainSeal seal) {
		for (int i = 0; i < this.lines.size() && this.broken == null; i++) {
			if (this.lines.get(i).signature().isPresent()) {
				this.broken = new ChainBreak(i + 1, start(i), seal.whyNot(this.lines.get(i)));
			}
		}
	}

	/**
	 * Where a good line begins in the file.
	 */
	int start(int index) {
		return (index > 0) ? this.ends.get(index - 1) : 0;
	}

	/**
	 * The good lines.
	 */
	List<SealedLine> lines() {
		return this.lines;
	}

	List<JournalRecord> records() {
		return this.lines.stream().map(SealedLine::record).toList();
	}

	/**
	 * The digest of the last good line, be it dropped.
	 */
	String digest() {
		return this.lines.isEmpty() ? Journal.NO_LINE : this.lines.get(this.lines.size() - 1).follower();
	}

	/**
	 * How many good lines there are, those that were dropped included.
	 */
	long count() {
		return checkpoint().map((checkpoint) -> checkpoint.lines() - 1).orElse(0L) + this.lines.size();
	}

	/**
	 * How many of them were written before lines were signed.
	 */
	long unsigned() {
		return this.lines.stream().filter((line) -> line.signature().isEmpty()).count();
	}

	/**
	 * How many bytes the good lines have.
	 */
	int length() {
		return this.ends.isEmpty() ? 0 : this.ends.get(this.ends.size() - 1);
	}

	/**
	 * How many bytes all whole lines have, good or not.
	 */
	int wholeLength() {
		return this.whole;
	}

	/**
	 * Where the journal is not good any more; empty if all of it is.
	 */
	Optional<ChainBreak> broken() {
		return Optional.ofNullable(this.broken);
	}

}
