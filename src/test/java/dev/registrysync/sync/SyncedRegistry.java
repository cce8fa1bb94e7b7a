package dev.registrysync.sync;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A whole service but for Spring and HTTP, for the tests of other packages.
 */
public final class SyncedRegistry {

	private final SyncFixture fixture;

	public SyncedRegistry(Path data, CoordinatorClient... sources) {
		this.fixture = new SyncFixture(data);
		this.fixture.pullFrom(sources);
	}

	public SyncService service() {
		return this.fixture.service;
	}

	public long revision() {
		return this.fixture.history.revision().number();
	}

	public List<EntryVerdict> verdicts() {
		return this.fixture.verdicts();
	}

	/**
	 * How often a guard has held something back.
	 */
	public double trips(String guard) {
		return this.fixture.meters.get("registry.sync.guard.trips").tag("guard", guard).counter().count();
	}

	/**
	 * The agents that the file has, each with its status and another member.
	 */
	public Map<String, String> agents(String member) {
		RegistryDocument document = RegistryDocument.parse(Kind.AGENTS, this.fixture.text(Kind.AGENTS).getBytes(UTF_8));
		Map<String, String> agents = new TreeMap<>();
		for (EntryId id : document.ids()) {
			JsonObject entry = document.find(id).orElseThrow().members();
			agents.put(id.value(),
					"%s %s".formatted(entry.findText("status").orElse("-"), entry.findText(member).orElse("-")));
		}
		return agents;
	}

}
