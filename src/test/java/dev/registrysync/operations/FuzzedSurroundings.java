package dev.registrysync.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import dev.registrysync.packaged.Coordinator;

/**
 * Changes what the service finds around it: what the coordinator answers, and what others
 * do to the registry files.
 */
final class FuzzedSurroundings {

	private static final String USUAL = """
			{"planner": {"name": "Planner", "description": "Plans", "status": "active"},
			 "watcher": {"name": "Watcher", "description": "Watches", "status": "active"},
			 "search": {"name": "Search", "status": "active"}}""";

	private static final List<String> ANSWERS = List.of(USUAL, USUAL.replace("Plans", "Plans more"),
			USUAL.replace("active", "idle"), USUAL.replace("\"status\"", "\"x\""), "{}",
			"{\"planner\": {\"name\": \"Planner\"}}", "{\"planner\": 1, \"watcher\": {\"name\": \"Watcher\"}}",
			"{\"error\": \"no\"}", "<html>", "[1]", "{\"planner\":");

	private final Coordinator coordinator;

	private final Path config;

	private final Random random;

	FuzzedSurroundings(Coordinator coordinator, Path data, Random random) {
		this.coordinator = coordinator.agents(USUAL).tools(USUAL);
		this.config = data.resolve("config");
		this.random = random;
	}

	/**
	 * Changes something now and then.
	 */
	void change() throws IOException {
		switch (this.random.nextInt(60)) {
			case 0 -> this.coordinator.agents(ANSWERS.get(this.random.nextInt(ANSWERS.size())));
			case 1 -> this.coordinator.tools(ANSWERS.get(this.random.nextInt(ANSWERS.size())));
			case 2 -> this.coordinator.status(List.of(404, 401, 500).get(this.random.nextInt(3)));
			case 3, 4, 5, 6 -> this.coordinator.status(200).agents(USUAL).tools(USUAL);
			case 7 -> {
				edit("official_agents_registry.json");
				this.coordinator.agents(USUAL.replace("Plans", "Plans " + this.random.nextInt(5)));
			}
			case 8 -> edit("official_tools_registry.json");
			case 9 -> move("official_agents_registry.json", "away");
			case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> move("away", "official_agents_registry.json");
			default -> {
			}
		}
	}

	private void edit(String file) throws IOException {
		Path path = this.config.resolve(file);
		if (Files.exists(path)) {
			Files.writeString(path,
					Files.readString(path)
						.replaceAll("\"description\": \"[^\"]*\"",
								"\"description\": \"edited %d\"".formatted(this.random.nextInt(5))));
		}
	}

	private void move(String from, String to) throws IOException {
		if (Files.exists(this.config.resolve(from))) {
			Files.move(this.config.resolve(from), this.config.resolve(to));
		}
	}

}
