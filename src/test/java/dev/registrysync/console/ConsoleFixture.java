package dev.registrysync.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs commands on a directory for tests. Whatever they print must not hold 64 hex digits
 * in a row, as a key has.
 */
final class ConsoleFixture {

	static final String KEY_1 = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

	static final String ADDRESS_1 = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

	static final String KEY_2 = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

	static final String ADDRESS_2 = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

	static final String KEY_3 = "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";

	static final String ADDRESS_3 = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

	private final Path directory;

	private final Map<String, String> environment = new HashMap<>();

	ConsoleFixture(Path directory) {
		this.directory = directory;
		useData("data");
	}

	Path path(String name) {
		return this.directory.resolve(name);
	}

	/**
	 * Which data directory the commands find by the environment.
	 */
	void useData(String name) {
		this.environment.put("REGISTRY_SYNC_DATA_DIR", path(name).toString());
	}

	void setEnvironment(String name, String value) {
		this.environment.put(name, value);
	}

	/**
	 * Writes an {@code application.yaml} that the commands find.
	 */
	void writeSettings(String yaml) {
		write("settings/application.yaml", yaml);
		setEnvironment("SPRING_CONFIG_ADDITIONAL_LOCATION", path("settings").toUri().toString());
	}

	/**
	 * Writes a file that only its owner may read.
	 */
	Path write(String name, String text) {
		try {
			Path file = path(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, text);
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Writes the agents' registry file of the data directory: ids and addresses in turns.
	 */
	void writeAgents(String... idsAndAddresses) {
		List<String> entries = new ArrayList<>();
		for (int i = 0; i < idsAndAddresses.length; i += 2) {
			entries.add("\"%s\": {\"id\": \"%s\", \"identity\": {\"public_key\": \"%s\"}}".formatted(idsAndAddresses[i],
					idsAndAddresses[i], idsAndAddresses[i + 1]));
		}
		write(path(this.environment.get("REGISTRY_SYNC_DATA_DIR")) + "/config/official_agents_registry.json",
				"{\"registered_agents\": {%s}}".formatted(String.join(", ", entries)));
	}

	Result run(Object... args) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		int code = Console.of(this.environment, new PrintWriter(out), new PrintWriter(err))
			.execute(Stream.of(args).map(String::valueOf).toArray(String[]::new));
		Result result = new Result(code, out.toString(), err.toString());
		assertThat(result.out() + result.err()).doesNotContainPattern("[0-9a-fA-F]{60}");
		return result;
	}

	/**
	 * All files below a directory and what is in them, in hex; the lock's holder is left
	 * out.
	 */
	Map<String, String> tree(String name) {
		Map<String, String> tree = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(path(name))) {
			for (Path path : paths.filter((path) -> !path.endsWith(".lock")).toList()) {
				tree.put(path(name).relativize(path).toString(),
						Files.isRegularFile(path) ? HexFormat.of().formatHex(Files.readAllBytes(path)) : "directory");
			}
			return tree;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a command did.
	 *
	 * @param code its exit code
	 * @param out its standard output
	 * @param err its standard error
	 */
	record Result(int code, String out, String err) {

		Result hasCode(int expected) {
			assertThat(this.code).as("exit code; out:%n%s%nerr:%n%s", this.out, this.err).isEqualTo(expected);
			return this;
		}

		Result says(String... texts) {
			assertThat(this.out.replaceAll(" +", " ")).contains(texts);
			return this;
		}

		Result complains(String... texts) {
			assertThat(this.err.replaceAll(" +", " ")).contains(texts);
			return this;
		}

	}

}
