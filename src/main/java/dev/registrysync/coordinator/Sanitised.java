package dev.registrysync.coordinator;

import dev.registrysync.registry.JsonObject;

/**
 * Leaves out what a coordinator's live object can leak: an entry's own members whose
 * names begin with {@code _}, and its {@code instance}. What is nested in other members
 * is data and stays.
 */
final class Sanitised {

	private static final String LIVE_OBJECT = "instance";

	private Sanitised() {
	}

	static boolean isPrivate(String name) {
		return name.startsWith("_");
	}

	/**
	 * Returns the entry without those members.
	 */
	static JsonObject entry(JsonObject members) {
		return members.withoutAll((name) -> isPrivate(name) || name.equals(LIVE_OBJECT));
	}

}
