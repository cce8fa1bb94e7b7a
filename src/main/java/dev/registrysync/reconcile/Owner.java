package dev.registrysync.reconcile;

import java.util.Locale;
import java.util.Set;

import dev.registrysync.identity.SyncOwned;

/**
 * Whose word counts for a member.
 */
public enum Owner {

	/** The coordinator: it is merged. */
	RUNTIME,

	/** This program: what a source sends is ignored. */
	SYNC,

	/** The people who edit the files: what a source sends counts for new entries only. */
	OPERATOR;

	private static final Set<String> OPERATOR_MEMBERS = Set.of("enabled", "access_control", "labels", "notes");

	public static Owner of(String member) {
		if (SyncOwned.MEMBERS.contains(member)) {
			return SYNC;
		}
		return OPERATOR_MEMBERS.contains(member) ? OPERATOR : RUNTIME;
	}

	/**
	 * The word in JSON.
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
