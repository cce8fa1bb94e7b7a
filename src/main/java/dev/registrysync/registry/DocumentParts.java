package dev.registrysync.registry;

import java.util.Map;

/**
 * The text of a document, taken apart.
 *
 * @param frame the text without its entries
 * @param gap where they stand in it, in bytes from its beginning
 * @param entries the well-formed entries in order, each with all bytes that stand before
 * it and behind the one before
 * @param malformed how many others there are, whose texts are with what stands behind
 * them
 */
public record DocumentParts(byte[] frame, int gap, Map<EntryId, EntryText> entries, int malformed) {
}
