package dev.registrysync.bench;

import tools.jackson.databind.JsonNode;

/**
 * What the service answered to a sync.
 *
 * @param json the answer
 */
record Report(JsonNode json) {

	String get(String member) {
		return this.json.get(member).asString();
	}

	/**
	 * Fails unless the member has this value.
	 */
	Report require(String member, Object expected) {
		require(get(member).equals(expected.toString()), "%s is %s in %.2000s".formatted(member, expected, this.json));
		return this;
	}

	/**
	 * Fails unless this holds.
	 */
	static void require(boolean condition, String what) {
		if (!condition) {
			throw new IllegalStateException("this does not hold: " + what);
		}
	}

}
