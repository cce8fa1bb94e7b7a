package dev.registrysync.identity;

import java.util.Optional;

import dev.registrysync.registry.EntryRef;

/**
 * What the history knows of attested contents, and of the keys of entries.
 */
public interface AttestedContents {

	/**
	 * The content that was attested last for the entry.
	 */
	Optional<AttestedContent> find(EntryRef ref);

	/**
	 * The key whose address was committed last for the entry; empty also for entries that
	 * were last written before commits named keys.
	 */
	Optional<CommittedKey> findKey(EntryRef ref);

}
