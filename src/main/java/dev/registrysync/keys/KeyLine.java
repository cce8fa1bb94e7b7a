package dev.registrysync.keys;

import org.jspecify.annotations.Nullable;

/**
 * A line of the keys file as it was read.
 *
 * @param start its first byte
 * @param end the byte behind its last, which is no newline
 * @param record the intact record that it is; null if it is none
 * @param defect why it is none, one sentence; null if it is one
 */
record KeyLine(int start, int end, @Nullable KeystoreRecord record, @Nullable String defect) {
}
