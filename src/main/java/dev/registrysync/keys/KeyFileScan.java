package dev.registrysync.keys;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Goes through the lines of a keys file and tells intact records from damaged ones.
 * Records are numbered without gaps, so that even one of which nothing is left is missed.
 */
final class KeyFileScan {

	private final Predicate<KeystoreRecord> authentic;

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
	 * @param authentic whether the data key opens a record
	 */
	KeyFileScan(Predicate<KeystoreRecord> authentic) {
		this.authentic = authentic;
	}

	/**
	 * Reads all whole lines and, if it is a record, what stands behind the last newline.
	 * @param firstLine the line that the file was made with, which is passed over
	 * @return how many bytes are good; behind them there is only the torn end of an
	 * append
	 */
	int scan(byte[] bytes, byte[] firstLine) {
		int start = 0;
		for (int end = newline(bytes, 0); end >= 0; end = newline(bytes, start)) {
			byte[] content = Arrays.copyOfRange(bytes, start, end);
			this.line++;
			if (this.line > 1 || !Arrays.equals(content, firstLine)) {
				line(content);
			}
			start = end + 1;
		}
		return start + tail(bytes, start);
	}

	private static int newline(byte[] bytes, int from) {
		for (int i = from; i < bytes.length; i++) {
			if (bytes[i] == '\n') {
				return i;
			}
		}
		return -1;
	}

	/**
	 * A whole record whose newline is missing or damaged is kept.
	 */
	private int tail(byte[] bytes, int start) {
		for (int end = bytes.length; end > start && end >= bytes.length - 1; end--) {
			byte[] content = Arrays.copyOfRange(bytes, start, end);
			if (KeystoreRecord.find(content).filter(this.authentic).isPresent()) {
				this.line++;
				line(content);
				return content.length;
			}
		}
		return 0;
	}

	private void line(byte[] content) {
		KeystoreRecord.find(content)
			.ifPresentOrElse((record) -> record(record, content),
					() -> damaged(content, "it does not have the form of a record"));
	}

	private void record(KeystoreRecord record, byte[] content) {
		if (this.authentic.test(record)) {
			intact(record);
		}
		else {
			damaged(content, "its authentication tag does not match");
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
