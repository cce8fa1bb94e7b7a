package dev.registrysync.coordinator;

import java.util.Map;

import dev.registrysync.registry.Digest;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.RuntimeEntries;

/**
 * What was read from the body of an answer.
 *
 * @param entries what it lists
 * @param texts the digest of each entry's text, as the coordinator wrote it: an entry
 * with the same text in the next answer is not parsed again
 */
record ParsedAnswer(RuntimeEntries entries, Map<EntryId, Digest> texts) {
}
