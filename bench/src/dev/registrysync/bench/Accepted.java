package dev.registrysync.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the service has said that it did: which run or edit made which revision.
 */
final class Accepted {

	private final Set<String> runs = new HashSet<>();

	private final SortedMap<Long, String> revisions = new TreeMap<>();

	private final Map<String, Map<String, String>> labels = new HashMap<>();

	private int edits;

	/**
	 * A run that has ended, as the history tells it. Callers who shared it all come here.
	 */
	synchronized void run(JsonNode run) {
		String syncId = run.get("sync_id").asString();
		String outcome = run.get("outcome").asString();
		if (!outcome.equals("SUCCEEDED") && !outcome.equals("NO_CHANGE")) {
			throw new IllegalStateException("a run ended as it should not: " + run);
		}
		if (this.runs.add(syncId) && outcome.equals("SUCCEEDED")) {
			made(run.get("revision").asLong(), "run " + syncId);
		}
	}

	/**
	 * An edit.
	 * @param etag of the entry afterwards, which begins with the revision
	 */
	synchronized void edit(String path, String label, String value, String etag) {
		this.edits++;
		this.labels.computeIfAbsent(path, (first) -> new HashMap<>()).put(label, value);
		made(Long.parseLong(etag.substring(1, etag.indexOf('-'))), "edit " + path);
	}

	private void made(long revision, String by) {
		String other = this.revisions.put(revision, by);
		if (other != null) {
			throw new IllegalStateException("revision %d was made by %s and by %s".formatted(revision, other, by));
		}
	}

	/**
	 * Fails if the service has made more or fewer revisions than it said, or if an edit
	 * is not in the registry.
	 */
	synchronized void require(Calls calls) throws IOException, InterruptedException {
		long present = JsonMapper.shared()
			.readTree(calls.get("GET /history", "/history").body())
			.get("revision")
			.asLong();
		if (this.revisions.size() != present || this.revisions.lastKey() != present) {
			throw new IllegalStateException("revision %d, but %d were acknowledged, up to %d".formatted(present,
					this.revisions.size(), this.revisions.lastKey()));
		}
		for (Map.Entry<String, Map<String, String>> entry : this.labels.entrySet()) {
			JsonNode there = JsonMapper.shared()
				.readTree(calls.get("GET /registry/agents/{id}", entry.getKey()).body())
				.path("labels");
			entry.getValue().forEach((label, value) -> {
				if (!value.equals(there.path(label).asString())) {
					throw new IllegalStateException("%s lost %s=%s: %s".formatted(entry.getKey(), label, value, there));
				}
			});
		}
	}

	@Override
	public synchronized String toString() {
		return "%,d runs were accepted and are in the history, %,d edits are in the registry; they made revisions 1 to %,d."
			.formatted(this.runs.size(), this.edits, this.revisions.lastKey());
	}

}
