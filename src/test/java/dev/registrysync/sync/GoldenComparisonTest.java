package dev.registrysync.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same files and the same coordinator, as the replaced tool leaves them and as this
 * one does: they differ in what the documentation lists, and in nothing else.
 */
class GoldenComparisonTest {

	private static final Pattern TIME = Pattern.compile("(?:registered_at|last_updated|last_updated_at|created_at)");

	private static final Pattern ROW = Pattern.compile("^\\| `(/registered_agents/[^`]*)` \\|", Pattern.MULTILINE);

	@TempDir
	private Path data;

	@Test
	void differsFromTheReplacedToolInWhatTheDocumentationListsAndInNothingElse() throws IOException {
		SyncFixture registry = new SyncFixture(this.data);
		registry.write(Kind.AGENTS, SyncFixture.fixture("agents_written_by_python.json"));
		registry.coordinator.answer(Kind.AGENTS, SyncFixture.fixture("runtime_agents_4.json"));
		registry.sync();
		Json golden = JsonReader
			.read(Files.readAllBytes(Path.of("src/test/resources/golden/agents_left_by_the_replaced_tool.json")));
		Json ours = JsonReader.read(Files.readAllBytes(registry.file(Kind.AGENTS)));
		Set<String> differences = new TreeSet<>();
		compare("", golden, ours, differences);
		assertThat(differences).isEqualTo(documented());
	}

	private static Set<String> documented() throws IOException {
		Set<String> documented = new TreeSet<>();
		ROW.matcher(Files.readString(Path.of("docs/replaced-tool.md")))
			.results()
			.forEach((row) -> documented.add(row.group(1)));
		return documented;
	}

	private static void compare(String pointer, @Nullable Json theirs, @Nullable Json ours, Set<String> differences) {
		if (theirs instanceof JsonObject left && ours instanceof JsonObject right) {
			Set<String> names = new LinkedHashSet<>(left.names());
			names.addAll(right.names());
			for (String name : names) {
				compare(pointer + "/" + name, left.find(name).orElse(null),
						right.find(name).map((value) -> masked(name, value)).orElse(null), differences);
			}
		}
		else if (theirs == null || !theirs.equals(ours)) {
			differences.add(theirs == null && ours instanceof JsonObject entry && entry.has("id") ? pointer
					: pointer.replaceFirst("^/registered_agents/[^/]+/", "/registered_agents/{id}/"));
		}
	}

	/**
	 * Puts a word in the place of what is different each time.
	 */
	private static Json masked(String name, Json value) {
		if (value instanceof JsonNumber && TIME.matcher(name).matches()) {
			return new JsonString("<time>");
		}
		if (value instanceof JsonString text && text.value().matches("[0-9a-f]{130}")) {
			return new JsonString("<signature>");
		}
		if (value instanceof JsonString text && text.value().matches("0x[0-9a-fA-F]{40}")
				&& !text.value().equals("0xb9B46126551652eb58598F1285aC5E86E5CcfB43")) {
			return new JsonString("<address>");
		}
		return value;
	}

}
