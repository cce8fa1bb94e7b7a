package dev.registrysync.sync;

import dev.registrysync.registry.Kind;

/**
 * What a source was asked for.
 *
 * @param source its name
 * @param kind agents or tools
 */
record Asked(String source, Kind kind) {
}
