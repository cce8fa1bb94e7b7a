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

	private final Path data;

	private final RegistryFiles files;

	private final Map<String, String> addresses = new TreeMap<>();

	private long revision;

	private int beat;

	Witness(Path data) {
		this.data = data;
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
		assertThat(new KeysFile(this.data).addresses()).as("keys").containsAllEntriesOf(this.addresses);
		JournalFile journal = JournalFile.of(this.data).requireChain();
		assertThat(journal.revision()).as("the revision in the journal").isGreaterThanOrEqualTo(this.revision);
		RegistryFiles.KINDS.forEach(this::requireKnown);
		JsonNode metronome = this.files.entries("agents").path(Fleet.METRONOME);
		int beat = metronome.isMissingNode() ? 0
				: Integer.parseInt(metronome.get("description").asString().substring("beat ".length()));
		assertThat(beat).as("what was reported as done").isGreaterThanOrEqualTo(this.beat);
	}

	/**
	 * Nobody else writes the files, so they are what the last commit found or made.
	 */
	private void requireKnown(String kind) {
		this.files.digest(kind)
			.ifPresent((digest) -> assertThat(JournalFile.digests(this.data, kind)).as(kind).contains(digest));
	}

	/**
	 * Asks a service that has just started, or just synced.
	 */
	void ask(Api api) {
		Identities identities = api.identities().requireAllValid();
		requireNoEarlier(identities.revision());
		assertThat(JournalFile.of(this.data).revision()).isEqualTo(identities.revision());
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
