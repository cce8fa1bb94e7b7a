package dev.registrysync.identity;

import java.util.Optional;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Revision;

/**
 * The content of one entry that was attested last, or that is to be attested next since
 * it is what this program made of that content.
 *
 * @param content its digest
 * @param revision the revision at which it was attested
 * @param keyVersion the version of the entry's key that attested it; if nothing could
 * sign it yet, the version that attested before
 */
public record AttestedContent(ContentDigest content, Revision revision, int keyVersion) {

	/**
	 * Whether the entry has this content.
	 */
	public boolean isOf(Entry entry) {
		return ContentDigest.find(entry.members()).equals(Optional.of(this.content));
	}

	/**
	 * The same content, as attested by another version of the key at another revision.
	 */
	public AttestedContent by(int otherVersion, Revision otherRevision) {
		return new AttestedContent(this.content, otherRevision, otherVersion);
	}

}
