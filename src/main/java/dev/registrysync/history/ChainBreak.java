package dev.registrysync.history;

/**
 * Where a journal stops being what was written.
 *
 * @param line the first line that is not, from 1; lines that were dropped count too
 * @param offset where it begins, in bytes from the beginning of the first line
 * @param reason what is wrong with it
 */
record ChainBreak(long line, long offset, String reason) {
}
