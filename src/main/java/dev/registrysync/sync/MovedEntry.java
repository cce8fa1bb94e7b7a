package dev.registrysync.sync;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An entry of which a run would not make what was approved.
 *
 * @param kind agents or tools
 * @param id the entry's id
 * @param approved what was to be done; null if nothing was
 * @param now what would be done now; null if nothing would
 * @param members the members that would become something else, by JSON pointer
 */
record MovedEntry(String kind, String id, @Nullable String approved, @Nullable String now, List<String> members) {
}
