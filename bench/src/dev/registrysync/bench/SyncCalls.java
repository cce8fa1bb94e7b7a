package dev.registrysync.bench;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs: waited for, in the background, and dry. Each that is accepted is in the history.
 */
final class SyncCalls {

	private static final String NAME = "POST /sync";

	/** Milliseconds. */
	private static final int POLL = 20;

	private static final String RUN = "GET /syncs/{id}";

	private final Calls calls;

	private final Accepted accepted;

	SyncCalls(Calls calls, Accepted accepted) {
		this.calls = calls;
		this.accepted = accepted;
	}

	void sync() throws IOException, InterruptedException {
		HttpResponse<byte[]> answer = post(NAME, "{}");
		if (answer.statusCode() == 200) {
			require(json(answer));
		}
	}

	void preview() throws IOException, InterruptedException {
		post(NAME + ", dry_run", "{\"dry_run\": true}");
	}

	void background() throws IOException, InterruptedException {
		HttpResponse<byte[]> answer = post(NAME + ", respond-async", "{}", "Prefer", "respond-async");
		if (answer.statusCode() == 202) {
			String syncId = json(answer).get("sync_id").asString();
			JsonNode run = find(syncId);
			while (!run.has("outcome")) {
				TimeUnit.MILLISECONDS.sleep(POLL);
				run = find(syncId);
			}
			this.accepted.run(run);
		}
	}

	private void require(JsonNode report) throws IOException, InterruptedException {
		JsonNode run = find(report.get("sync_id").asString());
		if (!report.get("outcome").equals(run.path("outcome"))) {
			throw new IllegalStateException("the history says otherwise: %s, and not %s".formatted(run, report));
		}
		this.accepted.run(run);
	}

	private JsonNode find(String syncId) throws IOException, InterruptedException {
		return json(this.calls.get(RUN, "/syncs/" + syncId));
	}

	private HttpResponse<byte[]> post(String name, String body, String... headers)
			throws IOException, InterruptedException {
		String[] all = new String[headers.length + 2];
		System.arraycopy(headers, 0, all, 2, headers.length);
		all[0] = "Content-Type";
		all[1] = "application/json";
		return this.calls.send(name, "POST", "/sync", BodyPublishers.ofString(body), Set.of(200, 202), all);
	}

	private static JsonNode json(HttpResponse<byte[]> answer) {
		return JsonMapper.shared().readTree(answer.body());
	}

}
