package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures the packaged jar as a process, with a coordinator on loopback, each case
 * beside its floor in the same round. CPU time, as the machine has other work too. The
 * result of each run is checked.
 */
public final class Bench {

	private static final Path ROOT = Path.of("").toAbsolutePath();

	private static final Path JAR = ROOT.resolve("target/registry-sync.jar");

	private static final Path EXTRACTED = ROOT.resolve("bench/target/app");

	private static final Path DOCUMENT = ROOT.resolve("docs/performance.md");

	private static final int IDLE_RUNS = 3;

	private static final int READS = 2_000;

	/** From 100,000 entries on, as a round takes minutes. */
	private static final int MOST_LARGE_ROUNDS = 3;

	private final Map<String, Samples> cases = new LinkedHashMap<>();

	private final Path directory;

	private final Floors floors;

	private final List<String> options;

	private Bench(Path directory, List<String> options) throws IOException, InterruptedException {
		this.directory = directory;
		this.floors = new Floors(directory, ROOT.resolve("bench/raw/raw.c"));
		this.options = options;
	}

	/**
	 * Runs the cases: {@code Bench [ROUNDS] [ENTRIES…]}; what {@code bench.options} has
	 * goes to the service's JVM.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 5;
		List<Integer> sizes = (arguments.length > 1)
				? Stream.of(arguments).skip(1).map((size) -> Integer.valueOf(size.replace(",", ""))).toList()
				: List.of(1_000, 10_000, 100_000);
		List<String> options = Stream.of(System.getProperty("bench.options", "").split(" "))
			.filter((option) -> !option.isEmpty())
			.toList();
		Path directory = Files.createTempDirectory("registry-sync-bench-");
		try {
			Bench bench = new Bench(directory, options);
			for (int size : sizes) {
				int most = (size < 100_000) ? rounds : Math.min(rounds, MOST_LARGE_ROUNDS);
				for (int round = 1; round <= most; round++) {
					System.out.printf("%,d entries, round %d of %d%n", size, round, most);
					bench.round(size);
				}
			}
			bench.write();
		}
		finally {
			delete(directory);
		}
	}

	private void round(int size) throws IOException, InterruptedException {
		Path data = this.directory.resolve("data");
		Path file = data.resolve("config/official_agents_registry.json");
		delete(data);
		Entries entries = new Entries(size);
		try (CoordinatorServer coordinator = new CoordinatorServer()) {
			coordinator.offer(entries.toJson(), "");
			cold(size, data, coordinator, file);
			start(size, data, coordinator);
			try (ServerProcess service = service(data, coordinator)) {
				validate(size, service);
				idle(size, service, coordinator, entries, file);
				for (int some : IntStream.of(1, 100, size / 100).distinct().toArray()) {
					change(size, some, service, coordinator, entries, file);
				}
				reads(size, service);
			}
		}
	}

	private ServerProcess service(Path data, CoordinatorServer coordinator) throws IOException, InterruptedException {
		return ServerProcess.start(this.directory, service(List.of("-jar", JAR.toString()), data, coordinator));
	}

	private List<String> service(List<String> what, Path data, CoordinatorServer coordinator) {
		List<String> command = new ArrayList<>(this.options);
		command.addAll(what);
		command.add("--registry-sync.data-dir=" + data);
		command.add("--registry-sync.coordinators.default.url=" + coordinator.url());
		command.add("--registry-sync.coordinators.default.max-body=1GB");
		command.add("--registry-sync.coordinators.default.read-timeout=120s");
		return command;
	}

	private Samples samples(String name, int size, String floor, String goal) {
		return this.cases.computeIfAbsent(name + size, (key) -> new Samples(name, size, floor, goal));
	}

	private void cold(int size, Path data, CoordinatorServer coordinator, Path file)
			throws IOException, InterruptedException {
		try (ServerProcess service = service(data, coordinator)) {
			CpuTime before = service.cpu();
			JsonNode report = service.sync("{\"validate_signatures\": false}");
			CpuTime took = service.cpu().since(before);
			require(report, "outcome", "SUCCEEDED");
			require(report, "agents_synced", Integer.toString(size));
			require(report, "keys_updated", Integer.toString(size));
			JsonNode entries = JsonMapper.shared().readTree(Files.readAllBytes(file)).get("registered_agents");
			require(entries.size() == size, "the file has all entries");
			entries.forEach((entry) -> require(
					entry.get("identity").get("attestation").get("signature").asString().length() == 130,
					"each entry is attested"));
			samples("cold", size, "raw: N keys, 2N signatures", goal(size, "≤ 1.4")).add(took,
					this.floors.crypto(size).cold());
			System.out.printf("    peak memory %.0f MB%n", service.peakMemory());
		}
	}

	private void validate(int size, ServerProcess service) throws IOException, InterruptedException {
		CpuTime before = service.cpu();
		JsonNode report = service.sync("{}");
		CpuTime took = service.cpu().since(before);
		require(report, "outcome", "NO_CHANGE");
		require(report, "signatures_validated", Integer.toString(size));
		require(report, "signatures_invalid", "0");
		samples("validate", size, "raw: 2N recoveries", goal(size, "≤ 1.25")).add(took,
				this.floors.crypto(size).recoveries());
	}

	private void idle(int size, ServerProcess service, CoordinatorServer coordinator, Entries entries, Path file)
			throws IOException, InterruptedException {
		byte[] answer = entries.toJson();
		idleRuns(service);
		CpuTime took = idleRuns(service);
		samples("idle", size, "read + SHA-256 of answer and file", goal(size, "≤ 1.5")).add(took,
				floor(() -> this.floors.hash(answer, file)));
		coordinator.offer(answer, "\"1\"");
		idleRuns(service);
		took = idleRuns(service);
		samples("idle, 304", size, "read + SHA-256 of the file", goal(size, "≤ 1.5")).add(took,
				floor(() -> this.floors.hash(file)));
		coordinator.offer(answer, "");
	}

	private static CpuTime idleRuns(ServerProcess service) throws IOException, InterruptedException {
		CpuTime before = service.cpu();
		for (int i = 0; i < IDLE_RUNS; i++) {
			require(service.sync("{}"), "outcome", "NO_CHANGE");
		}
		return service.cpu().since(before).times(1.0 / IDLE_RUNS);
	}

	private void change(int size, int some, ServerProcess service, CoordinatorServer coordinator, Entries entries,
			Path file) throws IOException, InterruptedException {
		entries.move(some);
		byte[] answer = entries.toJson();
		coordinator.offer(answer, "");
		String before = Files.readString(file);
		CpuTime start = service.cpu();
		JsonNode report = service.sync("{}");
		CpuTime took = service.cpu().since(start);
		require(report, "outcome", "SUCCEEDED");
		require(report, "signatures_validated", Integer.toString(size));
		JsonNode old = JsonMapper.shared().readTree(before).get("registered_agents");
		JsonNode now = JsonMapper.shared().readTree(Files.readAllBytes(file)).get("registered_agents");
		long changed = now.propertyStream()
			.filter((entry) -> !entry.getValue().equals(old.get(entry.getKey())))
			.count();
		require(changed == some, "as many entries changed as moved on");
		Floors.Raw raw = this.floors.crypto(Math.max(some, 100));
		double crypto = (raw.signatures() + raw.recoveries()) * some / Math.max(some, 100);
		samples((some == size / 100 && some > 100) ? "change 1 %" : "change " + some, size,
				"token parse of both, raw for k, atomic replace", goal(size, "≤ 2"))
			.add(took, floor(() -> this.floors.parseAndReplace(answer, file)) + crypto);
	}

	private void start(int size, Path data, CoordinatorServer coordinator) throws IOException, InterruptedException {
		CpuTime ours = startOf(
				service(List.of("-jar", EXTRACTED.resolve("registry-sync.jar").toString()), data, coordinator));
		samples("start", size, "an empty application, same starters", "≤ 1.3 when empty").add(ours,
				startOf(empty()).total());
	}

	private CpuTime startOf(List<String> command) throws IOException, InterruptedException {
		try (ServerProcess server = ServerProcess.start(this.directory, command)) {
			return server.cpu();
		}
	}

	private static List<String> empty() {
		return List.of("-cp", EXTRACTED.resolve("lib") + "/*:" + ROOT.resolve("bench/target/classes"),
				EmptyApplication.class.getName());
	}

	private void reads(int size, ServerProcess service) throws IOException, InterruptedException {
		try (ServerProcess empty = ServerProcess.start(this.directory, empty())) {
			String path = "/registry/agents/agent-%07d".formatted(size / 2);
			require(service.get(path).statusCode() == 200, "the entry is there");
			CpuTime ours = reading(service, path);
			samples("1,000 × GET one", size, "the same bytes by an empty application", "").add(ours,
					reading(empty, "/entry").total());
		}
	}

	private static CpuTime reading(ServerProcess server, String path) throws IOException, InterruptedException {
		for (int i = 0; i < READS; i++) {
			server.get(path);
		}
		CpuTime before = server.cpu();
		for (int i = 0; i < READS; i++) {
			server.get(path);
		}
		return server.cpu().since(before).times(1_000.0 / READS);
	}

	/**
	 * The median of some, the first of which are not yet compiled.
	 */
	private static double floor(Floor floor) throws IOException {
		double[] took = new double[9];
		for (int i = 0; i < took.length; i++) {
			took[i] = floor.seconds();
		}
		return IntStream.range(4, took.length).mapToDouble((i) -> took[i]).sorted().toArray()[2];
	}

	private static String goal(int size, String goal) {
		return (size == 100_000) ? goal : "";
	}

	private static void require(JsonNode report, String member, String expected) {
		require(report.get(member).asString().equals(expected),
				"%s is %s in %.2000s".formatted(member, expected, report));
	}

	private static void require(boolean condition, String what) {
		if (!condition) {
			throw new IllegalStateException("this does not hold: " + what);
		}
	}

	private void write() throws IOException {
		String table = """
				| case | entries | CPU s | of it compiling | collecting | floor CPU s | ratio | spread | rounds | goal | floor |
				|---|---|---|---|---|---|---|---|---|---|---|
				"""
				+ this.cases.values().stream().map(Samples::row).collect(Collectors.joining("\n")) + "\n";
		System.out.println("\n" + table);
		String title = "## Java " + Runtime.version().feature();
		String document = Files.readString(DOCUMENT);
		int section = document.indexOf(title + "\n");
		if (section < 0) {
			Files.writeString(DOCUMENT, document + "\n" + title + "\n\n" + table);
			return;
		}
		int from = document.indexOf("| case |", section);
		int to = document.indexOf("\n\n", from);
		Files.writeString(DOCUMENT,
				document.substring(0, from) + table.stripTrailing() + ((to < 0) ? "\n" : document.substring(to)));
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> paths = Files.walk(directory)) {
				for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(path);
				}
			}
		}
	}

	@FunctionalInterface
	private interface Floor {

		double seconds() throws IOException;

	}

}
