package dev.registrysync.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Random;

/**
 * What somebody reads who looks after the service, in turn.
 */
final class ReadCalls {

	private final Calls calls;

	private final int agents;

	private final Random random;

	private String etag = "\"none\"";

	ReadCalls(Calls calls, int agents, long seed) {
		this.calls = calls;
		this.agents = agents;
		this.random = new Random(seed);
	}

	void next() throws IOException, InterruptedException {
		switch (this.random.nextInt(20)) {
			case 0 -> registry();
			case 1 -> this.calls.get("GET /syncs", "/syncs?limit=20");
			case 2 -> this.calls.get("GET /identities", "/identities?gaps=true");
			case 3 -> this.calls.get("GET /actuator/health", "/actuator/health");
			case 4 -> this.calls.get("GET /actuator/prometheus", "/actuator/prometheus");
			default -> this.calls.get("GET /registry/agents/{id}",
					"/registry/agents/agent-%07d".formatted(this.random.nextInt(this.agents)));
		}
	}

	private void registry() throws IOException, InterruptedException {
		HttpResponse<byte[]> answer = this.calls.get("GET /registry/agents", "/registry/agents", "If-None-Match",
				this.etag);
		this.etag = answer.headers().firstValue("ETag").orElse(this.etag);
	}

}
