package dev.registrysync.identity;

import java.util.Set;

/**
 * The members of an entry that Registry Sync writes itself.
 */
public final class SyncOwned {

	/** Their names; exactly these are left out of what is signed. */
	public static final Set<String> MEMBERS = Set.of("identity", "last_updated", "last_updated_at", "missing_since",
			"identity_enabled", "last_identity_update");

	private SyncOwned() {
	}

}
