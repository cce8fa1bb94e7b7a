package dev.registrysync.packaged;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A runtime registry of agents and a few tools that never rests: they come, change and
 * leave, and some of those who left come back.
 */
final class Fleet {

	/** The agent whose description counts the changes; it never leaves. */
	static final String METRONOME = "metronome";

	/** An entry of an id and a description. */
	static final String AGENT = "\"%s\": {\"agent_id\": \"%1$s\", \"agent_type\": \"bdi_agent\", \"description\": \"%s\", \"status\": \"active\", \"registered_at\": 1795300000.5}";

	/** The same for a tool. */
	static final String TOOL = "\"%s\": {\"id\": \"%1$s\", \"version\": \"1.0\", \"description\": \"%s\"}";

	private final Random random;

	private final Map<String, String> agents = new LinkedHashMap<>();

	private final Map<String, String> tools = new LinkedHashMap<>();

	/** Those who left first come first. */
	private final Map<String, String> away = new LinkedHashMap<>();

	private int beat;

	Fleet(Random random, int agents, int tools) {
		this.random = random;
		this.agents.put(METRONOME, "beat 0");
		for (int i = 1; i < agents; i++) {
			addAgent();
		}
		for (int i = 0; i < tools; i++) {
			this.tools.put("tool_" + i, "Tool " + i);
		}
	}

	void addAgent() {
		this.agents.put("agent_" + agents(), "New");
	}

	/**
	 * Changes some agents, adds some, lets some leave and others return, and now and then
	 * changes or adds a tool.
	 */
	void change() {
		this.beat++;
		this.agents.put(METRONOME, "beat " + this.beat);
		List<String> present = new ArrayList<>(this.agents.keySet());
		for (int i = this.random.nextInt(20); i > 0; i--) {
			describe(present.get(1 + this.random.nextInt(present.size() - 1)));
		}
		for (int i = this.random.nextInt(3); i > 0; i--) {
			addAgent();
		}
		for (int i = this.random.nextInt(3); i > 0; i--) {
			moveFirst(this.agents, this.away);
		}
		if (this.away.size() > 10) {
			moveFirst(this.away, this.agents);
		}
		if (this.random.nextInt(3) == 0) {
			this.tools.put("tool_" + this.random.nextInt(this.tools.size() + 1), "Changed at " + this.beat);
		}
	}

	/**
	 * Changes some agents, lets one leave and, once five have, one return: there are ever
	 * as many.
	 */
	void churn() {
		this.beat++;
		this.agents.put(METRONOME, "beat " + this.beat);
		List<String> present = new ArrayList<>(this.agents.keySet());
		for (int i = 0; i < 10; i++) {
			describe(present.get(1 + this.random.nextInt(present.size() - 1)));
		}
		moveFirst(this.agents, this.away);
		if (this.away.size() > 5) {
			moveFirst(this.away, this.agents);
		}
	}

	/**
	 * Changes everybody, those who left aside.
	 */
	void changeAll() {
		this.beat++;
		this.agents.keySet().forEach(this::describe);
		this.agents.put(METRONOME, "beat " + this.beat);
		this.tools.replaceAll((id, description) -> "Changed at " + this.beat);
	}

	private void describe(String agent) {
		this.agents.put(agent, "Changed at " + this.beat);
	}

	private static void moveFirst(Map<String, String> from, Map<String, String> to) {
		Iterator<String> ids = from.keySet().iterator();
		String id = ids.next();
		if (id.equals(METRONOME)) {
			id = ids.next();
		}
		to.put(id, from.remove(id));
	}

	/**
	 * How often it has changed.
	 */
	int beat() {
		return this.beat;
	}

	/**
	 * How many agents there ever were.
	 */
	int agents() {
		return this.agents.size() + this.away.size();
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

	/**
	 * The files say what the fleet is now.
	 */
	void requireIn(RegistryFiles files) {
		JsonNode known = files.entries("agents");
		assertThat(descriptions(known)).containsAllEntriesOf(this.agents);
		assertThat(descriptions(files.entries("tools"))).isEqualTo(this.tools);
		assertThat(this.away.keySet())
			.allSatisfy((id) -> assertThat(known.get(id).get("status").asString()).as(id).isIn("missing", "inactive"));
	}

	private static Map<String, String> descriptions(JsonNode entries) {
		Map<String, String> descriptions = new LinkedHashMap<>();
		entries.forEachEntry((id, entry) -> descriptions.put(id, entry.get("description").asString()));
		return descriptions;
	}

}
