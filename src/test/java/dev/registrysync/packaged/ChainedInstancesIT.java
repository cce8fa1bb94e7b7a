package dev.registrysync.packaged;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two packaged jars, each of which is the other's coordinator and is pushed to.
 */
class ChainedInstancesIT {

	private static final long SEED = 20261124;

	private static final int ROUNDS = 30;

	private static final int QUIET_ROUNDS = 5;

	@TempDir
	private Path directory;

	private final Random random = new Random(SEED);

	private int written;

	@Test
	void afterEditsOnBothSidesBothHaveTheSameAndAreQuiet() throws IOException {
		try (Coordinator first = Coordinator.onLoopback().agents(Samples.agents()).tools(Samples.tools());
				Relay relay = new Relay(first.url());
				Instance b = Instance.start(this.directory.resolve("b"), relay.url(), "runtime");
				Instance a = Instance.start(this.directory.resolve("a"), b.service().url(), "persistent")) {
			b.sync();
			a.sync();
			relay.leadTo(a.service().url());
			settle(a, b);
			for (int round = 0; round < ROUNDS; round++) {
				change(a, b);
			}
			settle(a, b);
			assertThat(b.digests()).hasSize(Samples.AGENTS + Samples.TOOLS + this.written);
			assertThat(a.digests()).isEqualTo(b.digests());
			requireQuiet(a, b);
			assertThat(a.addresses()).doesNotContainAnyElementsOf(b.addresses());
		}
	}

	/**
	 * So many runs it may take until each has seen what the other made of it.
	 */
	private static void settle(Instance a, Instance b) {
		for (int i = 0; i < 3; i++) {
			a.sync();
			b.sync();
		}
	}

	private void change(Instance a, Instance b) throws IOException {
		for (int edits = this.random.nextInt(5); edits > 0; edits--) {
			edit(this.random.nextBoolean() ? a : b);
		}
		if (this.random.nextInt(5) == 0) {
			writeEntry(b);
		}
		for (int syncs = this.random.nextInt(3); syncs > 0; syncs--) {
			(this.random.nextBoolean() ? a : b).sync();
		}
	}

	/**
	 * An operator's edit: of few members and values, so that both sides often mean the
	 * same one.
	 */
	private void edit(Instance side) {
		String kind = (this.random.nextInt(3) == 0) ? "tools" : "agents";
		List<String> ids = new ArrayList<>(Api.ok(side.api().get("/registry/" + kind)).propertyNames());
		String id = ids.get(this.random.nextInt(Math.min(6, ids.size())));
		String patch = switch (this.random.nextInt(9)) {
			case 0, 1 -> "{\"enabled\": %s}".formatted(this.random.nextBoolean());
			case 2 -> "{\"notes\": \"%d\", \"enabled\": true}".formatted(this.random.nextInt(3));
			case 3 -> "{\"notes\": null}";
			case 4 -> "{\"labels\": {\"team\": \"%d\", \"cost\": 2.50}}".formatted(this.random.nextInt(3));
			case 5 -> "{\"labels\": {\"team\": null, \"deep\": {\"x\": [%d]}}}".formatted(this.random.nextInt(3));
			case 6 -> "{\"metadata\": {\"priority\": %d}}".formatted(this.random.nextInt(3));
			case 7 -> "{\"metadata\": {\"priority\": null, \"contact\": {\"mail\": \"%d\"}}}"
				.formatted(this.random.nextInt(3));
			default -> "{\"team_%d\": %d}".formatted(this.random.nextInt(2), this.random.nextInt(5));
		};
		HttpResponse<String> answer = this.random.nextBoolean()
				? side.api().patch("/registry/" + kind + "/" + id, patch)
				: side.api().patch("/registry/" + kind, "{\"%s\": %s}".formatted(id, patch));
		assertThat(answer.statusCode()).as(answer.body()).isIn(200, patch.contains("team_") ? 422 : 200);
	}

	/**
	 * As another program adds an agent to its file.
	 */
	private void writeEntry(Instance side) throws IOException {
		Path file = side.files().file("agents");
		String entry = "\n    \"written_%d\": {\"id\": \"written_%1$d\", \"description\": \"Written by hand\"},"
			.formatted(this.written++);
		String text = Files.readString(file);
		Files.writeString(file, text.replace("\"registered_agents\": {", "\"registered_agents\": {" + entry));
	}

	private static void requireQuiet(Instance a, Instance b) {
		List<RegistryFiles.Stamp> stampsOfA = a.files().stamps();
		List<RegistryFiles.Stamp> stampsOfB = b.files().stamps();
		for (int i = 0; i < QUIET_ROUNDS; i++) {
			for (Instance side : List.of(a, b)) {
				JsonNode report = side.sync();
				assertThat(report.get("outcome").asString()).as(report.toString()).isEqualTo("NO_CHANGE");
				assertThat(report.get("conflicts")).isEmpty();
				assertThat(report.get("sources").get(0).get("pushed")).allMatch((count) -> count.asInt() == 0);
			}
			assertThat(a.files().stamps()).isEqualTo(stampsOfA);
			assertThat(b.files().stamps()).isEqualTo(stampsOfB);
		}
	}

	/**
	 * One of the two.
	 *
	 * @param data its data directory
	 * @param service its process
	 * @param api how it is called
	 */
	private record Instance(Path data, ServiceProcess service, Api api) implements AutoCloseable {

		private static Instance start(Path data, URI coordinator, String conflicts) {
			ServiceProcess service = ServiceProcess.start(data, coordinator,
					"--registry-sync.coordinators.default.push=true", "--registry-sync.conflicts.agents=" + conflicts,
					"--registry-sync.conflicts.tools=" + conflicts,
					"--registry-sync.members.agents[0].pointer=/metadata/priority",
					"--registry-sync.members.agents[0].owner=operator",
					"--registry-sync.members.agents[1].pointer=/metadata/contact/mail",
					"--registry-sync.members.agents[1].owner=operator",
					"--registry-sync.members.tools[0].pointer=/metadata/priority",
					"--registry-sync.members.tools[0].owner=operator",
					"--registry-sync.members.tools[1].pointer=/metadata/contact/mail",
					"--registry-sync.members.tools[1].owner=operator");
			return new Instance(data, service, service.api());
		}

		private RegistryFiles files() {
			return new RegistryFiles(this.data);
		}

		private JsonNode sync() {
			JsonNode report = this.api.sync();
			assertThat(report.get("outcome").asString()).as(report.toString()).isIn("SUCCEEDED", "NO_CHANGE");
			assertThat(report.get("errors")).isEmpty();
			return report;
		}

		private Collection<String> addresses() {
			return this.api.identities().requireAllValid().addresses().values();
		}

		/**
		 * What each entry says, without what each of the two says of itself.
		 */
		private Map<String, String> digests() throws IOException {
			Map<String, String> digests = new TreeMap<>();
			for (Kind kind : Kind.values()) {
				RegistryDocument document = RegistryDocument.parse(kind,
						Files.readAllBytes(files().file(kind.plural())));
				document.ids()
					.stream()
					.map((id) -> document.find(id).orElseThrow())
					.forEach((entry) -> digests.put(entry.ref().toString(), ContentDigest.of(entry.members()).text()));
			}
			return digests;
		}

		@Override
		public void close() {
			this.service.close();
		}

	}

}
