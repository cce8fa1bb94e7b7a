package dev.registrysync.bench;

/**
 * What 100,000 entries may cost.
 */
enum Goal {

	HEAP_SMALL("heap, a tenth of the entries", "MB", 96, "", Form.MOST),

	HEAP("heap", "MB", 256, "", Form.MOST),

	HEAP_LARGE("heap, ten times the entries", "MB", 1536, "", Form.MOST),

	RESIDENT_SMALL("resident memory, a tenth of the entries", "MB", 250, "-Xmx", Form.MORE_AT_MOST),

	RESIDENT("resident memory", "MB", 250, "-Xmx", Form.MORE_AT_MOST),

	RESIDENT_LARGE("resident memory, ten times the entries", "MB", 250, "-Xmx", Form.MORE_AT_MOST),

	FIRST_SYNC("first sync, fresh JVM", "CPU s", 3.5, "libsecp256k1 in C: N keys, 2N signatures", Form.RATIO_AT_MOST),

	FIRST_SYNC_WARM("N new entries after N/2 others", "CPU s", 2.5, "the same", Form.RATIO_AT_MOST),

	VALIDATE("validate all, fresh JVM", "CPU s", 2, "libsecp256k1 in C: 2N recoveries", Form.RATIO_AT_MOST),

	VALIDATE_WARM("validate N entries after N/2 others", "CPU s", 1.3, "the same", Form.RATIO_AT_MOST),

	CHANGE("change of 1 entry", "CPU s", 1.5, "tokens of the answer, SHA-256 of each entry, copy and hash of the file",
			Form.RATIO_AT_MOST),

	UNCHANGED("nothing changed", "CPU s", 1.2, "read and SHA-256 of answer and file", Form.RATIO_AT_MOST),

	START("start after a clean stop", "CPU s", 0.7, "start without entries", Form.MORE_AT_MOST),

	PATCH("PATCH, a tenth of the entries, lag 1 s", "a second", 300, "", Form.LEAST),

	PATCH_FEW("PATCH, 200 entries, lag 1 s", "a second", 300, "", Form.LEAST),

	PATCH_NO_LAG("PATCH, a tenth of the entries, lag 0", "a second", 0, "", Form.REPORTED),

	PATCH_FEW_NO_LAG("PATCH, 200 entries, lag 0", "a second", 150, "", Form.LEAST),

	GET("GET one entry, 1,000 times", "CPU s", 1, "as many bytes by an empty Spring application", Form.RATIO_AT_MOST),

	SIZE("databases", "MB", 3, "published file", Form.RATIO_AT_MOST),

	SIZE_LATER("databases, a tenth of the entries, 100 changes of 1 %", "MB", 4, "published file", Form.RATIO_AT_MOST),

	ETHERS_SIGN("ethers: keys and signatures", "CPU s", 5, "our first sync, fresh JVM", Form.RATIO_AT_LEAST),

	ETHERS_VALIDATE("ethers: validate all", "CPU s", 30, "ours, fresh JVM", Form.RATIO_AT_LEAST),

	WEB3J_SIGN("web3j: keys and signatures", "CPU s", 2, "our first sync, fresh JVM", Form.RATIO_AT_LEAST),

	WEB3J_VALIDATE("web3j: validate all", "CPU s", 2, "ours, fresh JVM", Form.RATIO_AT_LEAST);

	private final String what;

	private final String unit;

	private final double limit;

	private final String floor;

	private final Form form;

	/**
	 * @param floor what it is compared with; empty if it has none
	 */
	Goal(String what, String unit, double limit, String floor, Form form) {
		this.what = what;
		this.unit = unit;
		this.limit = limit;
		this.floor = floor;
		this.form = form;
	}

	String what() {
		return this.what;
	}

	String unit() {
		return this.unit;
	}

	String floor() {
		return this.floor;
	}

	/**
	 * For example {@code ≤ 3.5 ×}.
	 */
	String limit() {
		String number = (this.limit == (long) this.limit) ? Long.toString((long) this.limit)
				: Double.toString(this.limit);
		return switch (this.form) {
			case RATIO_AT_MOST -> "≤ " + number + " ×";
			case RATIO_AT_LEAST -> "≥ " + number + " ×";
			case MORE_AT_MOST -> "≤ +" + number;
			case MOST -> "≤ " + number;
			case LEAST -> "≥ " + number;
			case REPORTED -> "";
		};
	}

	/**
	 * What the limit is about.
	 */
	double value(double measured, double floor) {
		return switch (this.form) {
			case RATIO_AT_MOST, RATIO_AT_LEAST -> measured / floor;
			case MORE_AT_MOST -> measured - floor;
			case MOST, LEAST, REPORTED -> measured;
		};
	}

	/**
	 * Whether a value is as good as the limit.
	 */
	boolean met(double value) {
		return switch (this.form) {
			case RATIO_AT_MOST, MORE_AT_MOST, MOST -> value <= this.limit;
			case RATIO_AT_LEAST, LEAST, REPORTED -> value >= this.limit;
		};
	}

	int asInt() {
		return (int) this.limit;
	}

	/**
	 * How a limit is meant.
	 */
	private enum Form {

		RATIO_AT_MOST, RATIO_AT_LEAST, MORE_AT_MOST, MOST, LEAST, REPORTED

	}

}
