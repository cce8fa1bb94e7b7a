package dev.registrysync.history;

/**
 * Where the history stops being what was written.
 *
 * @param table the table
 * @param sequence the first row of the journal that is not, or whose entries are not
 * @param reason what is wrong with it
 */
record ChainBreak(String table, long sequence, String reason) {

	static final String JOURNAL = "journal";

	static ChainBreak journal(long sequence, String reason) {
		return new ChainBreak(JOURNAL, sequence, reason);
	}

}
