package dev.registrysync.keys;

import java.util.List;

import dev.registrysync.identity.SignedStatement;
import dev.registrysync.registry.EntryRef;

/**
 * Knows which texts entries carry signatures of.
 */
@FunctionalInterface
public interface SignedTexts {

	/**
	 * Returns the statements of an entry as it is now; none if there is no such entry, or
	 * if its registry cannot be read.
	 */
	List<SignedStatement> of(EntryRef entry);

}
