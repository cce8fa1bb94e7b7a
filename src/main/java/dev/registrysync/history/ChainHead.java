package dev.registrysync.history;

import dev.registrysync.registry.Revision;

/**
 * Where the history ends. Whoever keeps it is a witness: a history that does not lead
 * there is not the one that was.
 *
 * @param revision the last revision
 * @param digest that of the journal's last line: {@code sha256:} and 64 hex digits
 */
public record ChainHead(Revision revision, String digest) {
}
