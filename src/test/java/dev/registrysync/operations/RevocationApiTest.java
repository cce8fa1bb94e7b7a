package dev.registrysync.operations;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a revocation ends, over HTTP.
 */
class RevocationApiTest {

	private static final String REVOKE = "/keys/agents/a/revoke";

	@TempDir
	private Path temporary;

	private RestartableService service;

	@BeforeEach
	void start() {
		this.service = new RestartableService(this.temporary.resolve("data")).start();
		this.service.coordinator().agents("{\"a\": {\"name\": \"A\"}, \"b\": {\"name\": \"B\"}}");
		this.service.sync();
	}

	@AfterEach
	void stop() {
		this.service.close();
	}

	private String verdict(String id) {
		return this.service.identity("agents", id).path("verdict").asString();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"reason\": \"a thief\"}", "{\"everything\": false}", "{\"dry_run\": true}",
			"{\"everything\": true, \"from_revision\": 1}" })
	void aBodyThatDoesNotSayHowMuchIsRefusedWithBothForms(String body) {
		JsonNode problem = this.service.post(400, REVOKE, body);
		assertThat(problem.path("code").asString()).isEqualTo("invalid_request");
		assertThat(problem.path("detail").asString()).contains("{\"from_revision\": n}", "{\"everything\": true}");
		assertThat(verdict("a")).isEqualTo("VALID");
		assertThat(this.service.get("/keys").get(0).path("state").asString()).isEqualTo("active");
	}

	@Test
	void everythingIsRevokedAtOnceAfterADryRunThatChangesNothing() {
		JsonNode preview = this.service.post(REVOKE, "{\"everything\": true, \"dry_run\": true}");
		assertThat(preview.path("dry_run").asBoolean()).isTrue();
		assertThat(preview.path("stops_verifying").toString())
			.isEqualTo("[{\"kind\":\"agents\",\"id\":\"a\",\"attested_revision\":1,\"verdict\":\"REVOKED\"}]");
		assertThat(verdict("a")).isEqualTo("VALID");
		assertThat(this.service.post("/keys/agents/a/sign", "{\"message\": \"still here\"}").has("signature")).isTrue();

		JsonNode revoked = this.service.post(REVOKE, "{\"everything\": true}");
		assertThat(revoked.path("revoked_from_revision").asLong()).isZero();
		assertThat(revoked.path("stops_verifying")).isEqualTo(preview.path("stops_verifying"));
		assertThat(verdict("a")).isEqualTo("REVOKED");
		assertThat(verdict("b")).isEqualTo("VALID");
		assertThat(this.service.sync().path("signatures_invalid").asInt()).isEqualTo(1);
		this.service.post("/keys/agents/a/rotate", "");
		assertThat(verdict("a")).isEqualTo("VALID");
	}

	@Test
	void whatWasAttestedUpToTheRevisionStaysAndWhatCameLaterEnds() {
		this.service.coordinator().agents("{\"a\": {\"name\": \"another\"}, \"b\": {\"name\": \"B\"}}");
		this.service.sync();
		JsonNode preview = this.service.post(REVOKE, "{\"from_revision\": 2, \"dry_run\": true}");
		assertThat(preview.path("stops_verifying").isEmpty()).isTrue();
		assertThat(this.service.post(REVOKE, "{\"from_revision\": 2}").path("stops_verifying").isEmpty()).isTrue();
		assertThat(verdict("a")).isEqualTo("VALID");
		assertThat(this.service.post(REVOKE, "{\"from_revision\": 1}").path("stops_verifying").size()).isEqualTo(1);
		assertThat(verdict("a")).isEqualTo("REVOKED");
		assertThat(this.service.post(409, REVOKE, "{\"from_revision\": 2, \"dry_run\": true}").path("code").asString())
			.isEqualTo("revoked_earlier");
	}

	@Test
	void theMarkInTheFileProvesTheRevocationAndOutlivesItsDeletionFromKeystoreAndJournal() throws Exception {
		this.service.post(REVOKE, "{\"everything\": true}");
		JsonNode identity = JsonMapper.shared()
			.readTree(Files.readString(this.service.file("agents")))
			.at("/registered_agents/a/identity");
		JsonNode history = this.service.get("/history");
		String text = "registry-sync/v1 revocation\nregistry: %s\nkind: agents\nid: a\naddress: %s\nkey-version: 1\nfrom-revision: 0"
			.formatted(history.get("registry_id").asString(), identity.get("public_key").asString());
		String signature = "0x" + identity.at("/revocation/signature").asString();
		assertThat(PersonalSignatures.recover(text, signature))
			.isEqualToIgnoringCase(history.get("signed_by").asString());
		JsonNode proof = this.service.get("/registry/agents/a/proof").at("/signatures/2");
		assertThat(proof.get("purpose").asString()).isEqualTo("revocation");
		assertThat(proof.get("signer")).isEqualTo(history.get("signed_by"));
		assertThat(proof.get("text").asString()).isEqualTo(text);
		assertThat(proof.get("signature").asString()).isEqualTo(signature);

		this.service.tamper("""
				update keystore.key set revoked_from = null, revoked_at = null, revoked_why = null,
				revocation_seal = null""");
		this.service.tamper("delete from journal where type = 'REVOKE'");
		assertThat(verdict("a")).isEqualTo("REVOKED");
		this.service.restart();
		assertThat(this.service.get("/history").get("chain_valid").asBoolean()).isFalse();
		assertThat(this.service.get("/keys").get(0).path("state").asString()).isEqualTo("revoked");
		assertThat(verdict("a")).isEqualTo("REVOKED");
		assertThat(verdict("b")).isEqualTo("VALID");
	}

	@Test
	void aKeyCanBeRevokedWhileTheRegistryCannotBeRead() throws Exception {
		Path registry = this.temporary.resolve("data/config/official_agents_registry.json");
		Path elsewhere = Files.move(registry, this.temporary.resolve("elsewhere"));
		assertThat(this.service.post(500, REVOKE, "{\"everything\": true, \"dry_run\": true}").path("code").asString())
			.isEqualTo("registry_missing");
		JsonNode revoked = this.service.post(REVOKE, "{\"everything\": true}");
		assertThat(revoked.path("state").asString()).isEqualTo("revoked");
		assertThat(revoked.path("stops_verifying").isNull()).isTrue();

		Files.move(elsewhere, registry);
		assertThat(verdict("a")).isEqualTo("REVOKED");
		assertThat(verdict("b")).isEqualTo("VALID");
	}

}
