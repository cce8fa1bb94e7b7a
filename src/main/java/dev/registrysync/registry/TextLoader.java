package dev.registrysync.registry;

/**
 * Loads texts that are stored by the ids of their entries.
 */
@FunctionalInterface
public interface TextLoader {

	/**
	 * Loads a text.
	 * @param digest the digest that it has: there may be other texts of the entry
	 */
	byte[] load(EntryId id, Digest digest);

}
