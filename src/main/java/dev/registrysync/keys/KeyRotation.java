package dev.registrysync.keys;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;

/**
 * A new version of a key.
 *
 * @param previous the version before, retired now or revoked
 * @param current the version that signs now
 */
public record KeyRotation(KnownKey previous, KeyFacts current) {

}
