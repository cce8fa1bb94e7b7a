package dev.registrysync.identity;

import java.util.Optional;

import dev.registrysync.registry.EntryRef;

/**
 * What the history knows of attested contents.
 */
public interface AttestedContents {

	/**
	 * The content that was attested last for the entry.
	 */
	Optional<AttestedContent> find(EntryRef ref);

}
