package dev.registrysync.registry;

import java.util.HashMap;
import java.util.Map;

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

	/**
	 * Loads some texts.
	 * @param digests the digests that they have
	 */
	default Map<EntryId, byte[]> load(Map<EntryId, Digest> digests) {
		Map<EntryId, byte[]> texts = new HashMap<>();
		digests.forEach((id, digest) -> texts.put(id, load(id, digest)));
		return texts;
	}

}
