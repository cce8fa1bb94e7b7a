package dev.registrysync.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the coordinators of these tests hold.
 */
final class Samples {

	static final int AGENTS = 20;

	static final int TOOLS = 27;

	private Samples() {
	}

	static String agents() {
		try (InputStream in = Samples.class.getResourceAsStream("/fixtures/runtime_agents_20.json")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Tools as several programs wrote them: one with all members, one with arrays on a
	 * line and a number that is no integer, one without an id, one without a version.
	 */
	static String tools() {
		return IntStream.range(0, TOOLS)
			.mapToObj((number) -> "\"tool_%d\": %s".formatted(number, tool(number)))
			.collect(Collectors.joining(",\n", "{\"registry_version\": \"1.3\", \"registered_tools\": {\n", "\n}}"));
	}

	private static String tool(int number) {
		return switch (number % 4) {
			case 0 -> """
					{
					  "id": "tool_%1$d",
					  "name": "Tool %1$d",
					  "description": "Does the work number %1$d \\u2013 na\\u00efvely",
					  "module_path": "workbench.tool_%1$d",
					  "class_name": "Tool%1$d",
					  "enabled": true,
					  "version": "1.%1$d.0",
					  "access_control": {
					    "allowed_agents": [
					      "*"
					    ]
					  }
					}""".formatted(number);
			case 1 -> """
					{"id": "tool_%1$d", "version": "2.0", "capabilities": ["read", "write", []], "roles": [],\
					 "cost": 2.0, "limits": {"per_day": 1234567890, "burst": 1e3}}""".formatted(number);
			case 2 -> """
					{"description": "Has no id", "version": "0.%d.1", "enabled": false}""".formatted(number);
			default ->
				"""
						{"id": "tool_%d", "description": "Has no version", "commands": [{"name": "run"}, {"name": "stop"}]}"""
					.formatted(number);
		};
	}

}
