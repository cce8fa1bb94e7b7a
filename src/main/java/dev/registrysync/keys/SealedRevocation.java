package dev.registrysync.keys;

import java.nio.charset.StandardCharsets;

import dev.registrysync.registry.EntryRef;

/**
 * A revocation with the seal that authenticates it. It seals nothing but 32 zeros, to
 * which all of the revocation is bound: only the data key makes it.
 *
 * @param revocation the revocation
 * @param seal the seal
 */
record SealedRevocation(Revocation revocation, Sealed seal) {

	/**
	 * Returns the associated data. The id and the reason may hold any text, so that the
	 * length of the id is part of it.
	 */
	static byte[] bound(Revocation revocation) {
		EntryRef owner = revocation.key().owner();
		String id = owner.id().value();
		return String
			.join("\n", "registry-sync/revocation/1", owner.kind().plural(), String.valueOf(revocation.key().version()),
					revocation.key().address().toString(), revocation.from().toString(), revocation.at().toString(),
					String.valueOf(id.length()), id, revocation.reason())
			.getBytes(StandardCharsets.UTF_8);
	}

}
