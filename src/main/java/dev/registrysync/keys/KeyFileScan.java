package dev.registrysync.keys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Goes through the lines of a keys file and tells intact records from damaged ones.
 * Records are numbered without gaps, so that even one of which nothing is left is missed.
 */
final class KeyFileScan {

	private final Supplier<Authenticity> authenticity;

	private final List<KeyRecord> records = new ArrayList<>();

	private final List<Revocation> revocations = new ArrayList<>();

	private final List<DamagedLine> damaged = new ArrayList<>();

	private int line;

	private long lastNumber;

	/**
	 * Since the last intact record: damaged lines, the records in them, bytes too many.
	 */
	private int damagedLines;

	private int damagedRecords;

	private int unexplained;

	private boolean ownersLost;

	/**
	 * Begins a scan.
	 * @param authenticity makes what says which records are authentic, for one thread
	 */
	KeyFileScan(Supplier<Authenticity> authenticity) {
		this.authenticity = authenticity;
	}

	/**
	 * Reads all whole lines and, if it is a record, what stands behind the last newline.
	 * @param firstLine the line that the file was made with, which is passed over
	 * @return how many bytes are good; behind them there is only the torn end of an
	 * append
	 */
	int scan(byte[] bytes, byte[] firstLine) {
		KeyLines lines = new KeyLines(bytes, this.authenticity);
		int start = 0;
		for (KeyLine read : lines.read()) {
			this.line++;
			if (this.line > 1 || !Arrays.equals(bytes, 0, read.end(), firstLine, 0, firstLine.length)) {
				line(read, bytes);
			}
			start = read.end() + 1;
		}
		return start + tail(lines, bytes, start);
	}

	/**
	 * A whole record whose newline is missing or damaged is kept.
	 */
	private int tail(KeyLines lines, byte[] bytes, int start) {
		for (int end = bytes.length; end > start && end >= bytes.length - 1; end--) {
			KeyLine read = lines.read(start, end);
			if (read.record() != null) {
				this.line++;
				line(read, bytes);
				return end - start;
			}
		}
		return 0;
	}

	private void line(KeyLine read, byte[] bytes) {
		if (read.record() != null) {
			intact(read.record());
		}
		else {
			damaged(Arrays.copyOfRange(bytes, read.start(), read.end()), String.valueOf(read.defect()));
		}
	}

	private void intact(KeystoreRecord record) {
		long skipped = record.number() - this.lastNumber - 1;
		this.ownersLost |= skipped > this.damagedRecords;
		this.lastNumber = Math.max(this.lastNumber, record.number());
		this.damagedLines = 0;
		this.damagedRecords = 0;
		this.unexplained = 0;
		if (record instanceof KeyRecord key) {
			this.records.add(key);
		}
		else if (record instanceof RevocationRecord end) {
			this.revocations.add(end.revocation());
		}
	}

	private void damaged(byte[] content, String reason) {
		DamagedLine damage = DamagedLine.of(this.line, content, reason);
		this.damaged.add(damage);
		this.damagedLines++;
		this.damagedRecords += damage.records();
		this.unexplained += damage.unexplained();
	}

	List<KeyRecord> records() {
		return this.records;
	}

	List<Revocation> revocations() {
		return this.revocations;
	}

	DamagedKeys damage() {
		return new DamagedKeys(this.damaged, this.ownersLost || isOwnerLostAtTheEnd());
	}

	/**
	 * No number behind it tells what the end of the file held, so its length has to.
	 */
	private boolean isOwnerLostAtTheEnd() {
		return (this.damagedLines > 0 && this.damagedRecords == 0) || this.unexplained >= KeyRecord.SHORTEST;
	}

	/**
	 * The number of the last record, intact or not.
	 */
	long lastNumber() {
		return this.lastNumber + Math.max(this.damagedRecords, (this.damagedLines > 0) ? 1 : 0);
	}

}
