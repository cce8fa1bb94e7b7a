package dev.registrysync.keys;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.tool;

class KeysControllerTest {

	@TempDir
	private Path temporary;

	@Test
	void listsPublicFactsOnly() {
		try (TestKeystore keystore = new TestKeystore(this.temporary); KeyService keys = keystore.open()) {
			RestTestClient client = RestTestClient.bindToController(new KeysController(keys)).build();
			client.get().uri("/keys").exchange().expectStatus().isOk().expectBody().json("[]");
			KeyBatch made = keys.ensure(List.of(tool("web_search"), agent("planner")));
			client.get()
				.uri("/keys")
				.exchange()
				.expectStatus()
				.isOk()
				.expectHeader()
				.contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
				.expectBody()
				.json("""
						[{"kind": "agents", "id": "planner", "version": 1, "address": "%s", "state": "active",
						  "created_at": "2026-11-22T12:00:00Z", "revoked_from_revision": null, "aliases": []},
						 {"kind": "tools", "id": "web_search", "version": 1, "address": "%s", "state": "active",
						  "created_at": "2026-11-22T12:00:00Z", "revoked_from_revision": null, "aliases": []}]"""
					.formatted(made.find(agent("planner")).orElseThrow().address(),
							made.find(tool("web_search")).orElseThrow().address()),
						JsonCompareMode.STRICT);
		}
	}

}
