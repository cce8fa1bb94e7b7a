package dev.registrysync.identity;

import dev.registrysync.registry.Revision;

/**
 * The content of one entry that was attested last.
 *
 * @param content its digest
 * @param revision the revision at which it was attested
 */
public record AttestedContent(ContentDigest content, Revision revision) {

}
