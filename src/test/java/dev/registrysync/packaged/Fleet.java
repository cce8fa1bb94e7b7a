package dev.registrysync.packaged;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A runtime registry of some three hundred agents and a few tools that never rests.
 * Nobody ever leaves it.
 */
final class Fleet {

	/** The agent whose description counts the changes. */
	static final String METRONOME = "metronome";

	/** An entry of an id and a description. */
	static final String AGENT = "\"%s\": {\"agent_id\": \"%1$s\", \"agent_type\": \"bdi_agent\", \"description\": \"%s\", \"status\": \"active\", \"registered_at\": 1795300000.5}";

	/** The same for a tool. */
	static final String TOOL = "\"%s\": {\"id\": \"%1$s\", \"version\": \"1.0\", \"description\": \"%s\"}";

	private static final int AGENTS = 300;

	private static final int TOOLS = 12;

	private final Random random;

	private final Map<String, String> agents = new LinkedHashMap<>();

	private final Map<String, String> tools = new LinkedHashMap<>();

	private int beat;

	Fleet(Random random) {
		this.random = random;
		this.agents.put(METRONOME, "beat 0");
		for (int i = 0; i < AGENTS; i++) {
			addAgent();
		}
		for (int i = 0; i < TOOLS; i++) {
			this.tools.put("tool_" + i, "Tool " + i);
		}
	}

	private void addAgent() {
		this.agents.put("agent_" + this.agents.size(), "New");
	}

	/**
	 * Changes some agents, adds some, and now and then changes or adds a tool.
	 */
	void change() {
		this.beat++;
		this.agents.put(METRONOME, "beat " + this.beat);
		for (int i = this.random.nextInt(20); i > 0; i--) {
			this.agents.put("agent_" + (1 + this.random.nextInt(this.agents.size() - 1)), "Changed at " + this.beat);
		}
		for (int i = this.random.nextInt(3); i > 0; i--) {
			addAgent();
		}
		if (this.random.nextInt(3) == 0) {
			this.tools.put("tool_" + this.random.nextInt(this.tools.size() + 1), "Changed at " + this.beat);
		}
	}

	/**
	 * How often it has changed.
	 */
	int beat() {
		return this.beat;
	}

	int agents() {
		return this.agents.size();
	}

	int tools() {
		return this.tools.size();
	}

	void showTo(Coordinator coordinator) {
		coordinator.agents(json(this.agents, AGENT)).tools(json(this.tools, TOOL));
	}

	private static String json(Map<String, String> entries, String format) {
		return entries.entrySet()
			.stream()
			.map((entry) -> format.formatted(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining(",", "{", "}"));
	}

}
