package dev.registrysync.identity;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class IdentityMembersTest {

	private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

	private static final String HEX = "b617d30f8c928be1a106ca22c03c6747825deb87f541ff10163abf45c58348fe1e2bd0f9975b45e8090bb99eafeb1ebca8980ee15c4eb9ae7b0e15424f47faab1c";

	@Test
	void writesAnAgentsIdentity() {
		assertThat(write(JsonObject.EMPTY, EntryRef.of(Kind.AGENTS, "a")))
			.hasToString("{\"public_key\":\"%s\",\"signature\":\"%s\",\"key_version\":3}".formatted(ADDRESS, HEX));
	}

	@Test
	void writesAToolsIdentity() {
		assertThat(write(JsonObject.EMPTY, EntryRef.of(Kind.TOOLS, "t"))).hasToString(
				"{\"public_key\":\"%s\",\"signature\":\"%s\",\"entity_id\":\"tool_t\",\"signature_message\":\"tool_registration:t:2.0\",\"key_version\":3}"
					.formatted(ADDRESS, HEX));
	}

	@Test
	void keepsUnknownMembersAndTheOrder() {
		JsonObject existing = object(
				"{\"note\":\"mine\",\"signature\":null,\"public_key\":\"PENDING_X\",\"z\":[1.50]}");
		assertThat(write(existing, EntryRef.of(Kind.AGENTS, "a")))
			.hasToString("{\"note\":\"mine\",\"signature\":\"%s\",\"public_key\":\"%s\",\"z\":[1.50],\"key_version\":3}"
				.formatted(HEX, ADDRESS));
	}

	@Test
	void addsTheAttestationAndReplacesAnOlderOne() {
		ContentDigest content = ContentDigest.of(JsonObject.EMPTY);
		Attestation attestation = new Attestation(content, new Revision(7), Signature.parse(HEX));
		JsonObject identity = IdentityMembers.withAttestation(object("{\"attestation\":null,\"note\":1}"), attestation);
		assertThat(identity).hasToString(
				"{\"attestation\":{\"scheme\":\"registry-sync/v1\",\"content_digest\":\"%s\",\"revision\":7,\"signature\":\"%s\"},\"note\":1}"
					.formatted(content, HEX));
		assertThat(Attestation.read(identity.findObject("attestation").orElseThrow())).isEqualTo(attestation);
	}

	private static JsonObject write(JsonObject existing, EntryRef ref) {
		KeyFacts key = new KeyFacts(ref, 3, Address.find(ADDRESS).orElseThrow());
		return IdentityMembers.write(existing, ref, key, JsonObject.EMPTY.with("version", "2.0"), Signature.parse(HEX));
	}

	private static JsonObject object(String json) {
		return (JsonObject) JsonReader.read(json.getBytes(UTF_8));
	}

}
