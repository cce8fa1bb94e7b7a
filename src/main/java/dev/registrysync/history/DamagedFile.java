package dev.registrysync.history;

/**
 * A file of the history beside the journal that is not what was written.
 *
 * @param file its path
 * @param reason what is wrong with it
 */
record DamagedFile(String file, String reason) {
}
