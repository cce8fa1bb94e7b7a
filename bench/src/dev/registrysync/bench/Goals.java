package dev.registrysync.bench;

import java.util.Map;

/**
 * What each case has to reach, on two cores.
 */
final class Goals {

	/** The size that most goals speak of. */
	private static final int SIZE = 100_000;

	private static final Map<String, String> AT_SIZE = Map.of("idle", "≤ 1.5", "idle, 304", "≤ 1.5", "change 1", "≤ 2",
			"change 100", "≤ 2", "change 1 %", "≤ 2", "start, more than empty", "≤ 2");

	private static final Map<String, String> AT_ANY_SIZE = Map.of("start, empty", "≤ 1.3", "1,000 × GET one", "≤ 7",
			"1,000 × GET one, 304", "≤ 5", "growth of cold", "≤ 11", "growth of validate", "≤ 11",
			"growth of heap at rest", "≤ 10", "replaced tool", "≥ 80");

	private final Mode mode;

	Goals(Mode mode) {
		this.mode = mode;
	}

	/**
	 * Empty where there is none.
	 */
	String of(String name, int entries) {
		if (name.equals("cold") || name.equals("validate")) {
			return crypto(name.equals("cold"), entries);
		}
		String goal = AT_ANY_SIZE.get(name);
		return (goal == null && entries == SIZE) ? AT_SIZE.getOrDefault(name, "") : (goal != null) ? goal : "";
	}

	private String crypto(boolean cold, int entries) {
		if (this.mode.pureJava()) {
			return "≤ 4";
		}
		if (entries != SIZE) {
			return "";
		}
		return cold ? "≤ 1.4" : "≤ 1.25";
	}

}
