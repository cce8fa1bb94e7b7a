package dev.registrysync.keys;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.Signature;

/**
 * A signature, and the key that made it.
 *
 * @param key the key
 * @param signature the signature
 */
record SignedMessage(KeyFacts key, Signature signature) {

}
