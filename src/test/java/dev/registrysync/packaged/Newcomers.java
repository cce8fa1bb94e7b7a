package dev.registrysync.packaged;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Agents and tools that come a group at a time and stay.
 */
final class Newcomers {

	static final int AGENTS = 1950;

	static final int TOOLS = 50;

	private final int groups;

	private int group;

	/**
	 * Divides all of them into so many groups, none of which has come yet.
	 */
	Newcomers(int groups) {
		this.groups = groups;
	}

	/**
	 * Lets the next group come.
	 */
	void come() {
		this.group++;
	}

	/**
	 * All that have come.
	 */
	void showTo(Coordinator coordinator) {
		coordinator.agents("{" + agents(0) + "}").tools("{" + tools(0) + "}");
	}

	/**
	 * The group that came last.
	 */
	void writeInto(RegistryFiles files) throws IOException {
		files.add("agents", agents(this.group - 1));
		files.add("tools", tools(this.group - 1));
	}

	private String agents(int after) {
		return json(Fleet.AGENT, "agent_", AGENTS, after);
	}

	private String tools(int after) {
		return json(Fleet.TOOL, "tool_", TOOLS, after);
	}

	private String json(String format, String prefix, int all, int after) {
		return IntStream.range(all * after / this.groups, all * this.group / this.groups)
			.mapToObj((number) -> format.formatted(prefix + number, "New"))
			.collect(Collectors.joining(","));
	}

}
