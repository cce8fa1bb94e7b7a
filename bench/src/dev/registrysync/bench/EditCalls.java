package dev.registrysync.bench;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.Set;

/**
 * Edits of one operator, who looks at an entry and then changes it, if nobody else has.
 */
final class EditCalls {

	private final Calls calls;

	private final Accepted accepted;

	private final int agents;

	private final String label;

	private final Random random;

	private int count;

	EditCalls(Calls calls, Accepted accepted, int agents, int operator) {
		this.calls = calls;
		this.accepted = accepted;
		this.agents = agents;
		this.label = "operator-" + operator;
		this.random = new Random(operator);
	}

	void next() throws IOException, InterruptedException {
		String path = "/registry/agents/agent-%07d".formatted(this.random.nextInt(Math.min(this.agents, 20)));
		HttpResponse<byte[]> seen = this.calls.get("GET /registry/agents/{id}", path);
		String value = Integer.toString(++this.count);
		HttpResponse<byte[]> answer = this.calls.send("PATCH /registry/agents/{id}", "PATCH", path,
				BodyPublishers.ofString("{\"labels\": {\"%s\": \"%s\"}}".formatted(this.label, value)),
				Set.of(200, 412), "Content-Type", "application/merge-patch+json", "If-Match",
				seen.headers().firstValue("ETag").orElseThrow());
		if (answer.statusCode() == 200) {
			this.accepted.edit(path, this.label, value, answer.headers().firstValue("ETag").orElseThrow());
		}
	}

}
