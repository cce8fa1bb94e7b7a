package dev.registrysync.packaged;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Remembers what the service has promised, and looks whether the promises hold.
 */
final class Witness {

	private static final String[] FILES = { "official_agents_registry.json", "official_tools_registry.json" };

	private final RegistryFiles files;

	private final Map<String, String> addresses = new TreeMap<>();

	private long revision;

	private int beat;

	Witness(Path data) {
		this.files = new RegistryFiles(data);
	}

	/**
	 * Takes note of the report on a run that began when the fleet had changed so often.
	 */
	void heard(JsonNode report, int beat) {
		assertThat(report.get("outcome").asString()).as(report.toString()).isIn("SUCCEEDED", "NO_CHANGE");
		assertThat(report.get("errors")).isEmpty();
		assertThat(report.get("signatures_invalid").asInt()).isZero();
		requireNoEarlier(report.get("revision").asLong());
		this.beat = beat;
	}

	private void requireNoEarlier(long revision) {
		assertThat(revision).as("the revision").isGreaterThanOrEqualTo(this.revision);
		this.revision = revision;
	}

	/**
	 * Looks into the files, whoever left them so.
	 */
	void lookAtFiles() {
		assertThat(FILES).containsAll(this.files.jsonFiles());
		recognise(this.files.addresses());
		JsonNode metronome = this.files.entries("agents").path(Fleet.METRONOME);
		int beat = metronome.isMissingNode() ? 0
				: Integer.parseInt(metronome.get("description").asString().substring("beat ".length()));
		assertThat(beat).as("what was reported as done").isGreaterThanOrEqualTo(this.beat);
	}

	/**
	 * Asks a service that has just started, or just synced.
	 */
	void ask(Api api) {
		Identities identities = api.identities().requireAllValid();
		requireNoEarlier(identities.revision());
		recognise(identities.addresses());
		assertThat(identities.addresses()).isEqualTo(this.files.addresses());
		lookAtFiles();
	}

	/**
	 * Nobody's address ever changes, and nobody who has one is forgotten.
	 */
	private void recognise(Map<String, String> seen) {
		assertThat(seen).containsAllEntriesOf(this.addresses);
		this.addresses.putAll(seen);
	}

	int known() {
		return this.addresses.size();
	}

}
