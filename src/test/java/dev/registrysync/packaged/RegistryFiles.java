package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The registry files in a data directory, as the other programs that read them see them.
 *
 * @param data the data directory
 */
record RegistryFiles(Path data) {

	static final List<String> KINDS = List.of("agents", "tools");

	private static final JsonMapper json = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	Path file(String kind) {
		return config().resolve("official_%s_registry.json".formatted(kind));
	}

	private Path config() {
		return this.data.resolve("config");
	}

	/**
	 * The names of all files beside the registries that the platform would take for
	 * configuration, and of the registries themselves.
	 */
	List<String> jsonFiles() {
		if (!Files.isDirectory(config())) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(config())) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".json"))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The entries by id; none if there is no such file.
	 */
	JsonNode entries(String kind) {
		if (!Files.exists(file(kind))) {
			return MissingNode.getInstance();
		}
		try {
			return json.readTree(Files.readAllBytes(file(kind))).required("registered_" + kind);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The digest of a file as the journal writes it; empty if there is no such file.
	 */
	Optional<String> digest(String kind) {
		try {
			return Files.exists(file(kind)) ? Optional.of(JournalFile.digest(Files.readAllBytes(file(kind))))
					: Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The addresses by kind and id, as in {@code agents/planner}.
	 */
	Map<String, String> addresses() {
		Map<String, String> addresses = new TreeMap<>();
		for (String kind : KINDS) {
			entries(kind).forEachEntry((id, entry) -> addresses.put(kind + "/" + id,
					entry.path("identity").required("public_key").asString()));
		}
		return addresses;
	}

	/**
	 * The addresses of those entries that have one.
	 */
	Map<String, String> addressesSoFar() {
		Map<String, String> addresses = new TreeMap<>();
		for (String kind : KINDS) {
			entries(kind).forEachEntry((id, entry) -> entry.path("identity")
				.path("public_key")
				.stringValueOpt()
				.ifPresent((address) -> addresses.put(kind + "/" + id, address)));
		}
		return addresses;
	}

	/**
	 * Adds entries as a program would that knows nothing of identities.
	 * @param entries JSON members; maybe none
	 */
	void add(String kind, String entries) throws IOException {
		if (entries.isEmpty()) {
			return;
		}
		Files.createDirectories(config());
		String table = "\"registered_%s\": {".formatted(kind);
		Path file = file(kind);
		Files.writeString(file, Files.exists(file) ? Files.readString(file).replace(table, table + entries + ",")
				: "{" + table + entries + "}}");
	}

	/**
	 * What changes as soon as somebody writes.
	 */
	List<Stamp> stamps() {
		return KINDS.stream().map((kind) -> Stamp.of(file(kind))).toList();
	}

	/**
	 * A file at one moment.
	 *
	 * @param inode which file
	 * @param modified when it was written
	 * @param content what it says
	 */
	record Stamp(Object inode, FileTime modified, String content) {

		private static Stamp of(Path file) {
			try {
				return new Stamp(Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS),
						Files.getLastModifiedTime(file), Files.readString(file));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
