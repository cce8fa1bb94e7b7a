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

	/** An entry with this member {@code true} never leaves, whatever its source says. */
	static final String PROTECTED = "protected";

	private static final Set<String> OPERATOR_MEMBERS = Set.of("enabled", "access_control", "labels", "notes",
			PROTECTED);

	/**
	 * Who owns a member of the entry itself, unless it is configured otherwise.
	 */
	static Owner of(String member) {
		if (SyncOwned.MEMBERS.contains(member)) {
			return SYNC;
		}
		return OPERATOR_MEMBERS.contains(member) ? OPERATOR : RUNTIME;
	}

	/**
	 * The word in JSON and configuration.
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
