package dev.registrysync.identity;

/**
 * What may be known of the service's own key.
 *
 * @param address the address that it signs as
 * @param after the digest of the last line of the history that was written before there
 * was this key: what follows is signed
 */
public record ServiceKeyFacts(Address address, String after) {
}
