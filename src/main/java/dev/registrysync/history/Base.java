package dev.registrysync.history;

import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;

/**
 * The runtime entries that a run decided upon.
 *
 * @param source whose they are
 * @param kind agents or tools
 * @param entries all of the source's entries of the kind
 */
public record Base(String source, Kind kind, EntryTable entries) {
}
