package dev.registrysync.identity;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class AttestationVectorsTest {

	private final Secp256k1 secp256k1 = Secp256k1.bouncyCastle();

	static List<JsonObject> vectors() {
		return Vectors.read("attestation.json");
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void everyStepGivesTheSameBytes(JsonObject vector) {
		JsonObject members = members(vector);
		EntryRef ref = ref(vector);
		ContentDigest content = ContentDigest.of(members);
		try (PrivateKey key = Vectors.privateKey(vector)) {
			KeyFacts facts = facts(vector, this.secp256k1.addressOf(key));
			String attested = Attestation.text(registry(vector), ref, facts, content, revision(vector));
			String registered = RegistrationText.of(ref, members);
			JsonObject signed = members.withoutAll(SyncOwned.MEMBERS::contains);
			assertThat(new String(CanonicalJson.bytes(signed), UTF_8)).isEqualTo(Vectors.text(vector, "canonical"));
			assertThat(content.text()).isEqualTo(Vectors.text(vector, "content_digest"));
			assertThat(attested).isEqualTo(Vectors.text(vector, "attestation_text"));
			assertThat(registered).isEqualTo(Vectors.text(vector, "registration_text"));
			assertThat(sign(attested, key)).isEqualTo(Vectors.text(vector, "attestation_signature"));
			assertThat(sign(registered, key)).isEqualTo(Vectors.text(vector, "registration_signature"));
		}
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void anEntryWithTheseSignaturesIsValid(JsonObject vector) {
		EntryRef ref = ref(vector);
		JsonObject members = members(vector);
		KeyFacts key = facts(vector, Address.find(Vectors.text(vector, "address")).orElseThrow());
		Attestation attestation = new Attestation(ContentDigest.of(members), revision(vector),
				Signature.parse(Vectors.text(vector, "attestation_signature")));
		JsonObject identity = IdentityMembers.withAttestation(IdentityMembers.write(JsonObject.EMPTY, ref, key, members,
				Signature.parse(Vectors.text(vector, "registration_signature"))), attestation);
		InMemoryKeys keys = new InMemoryKeys();
		keys.add(key);
		InMemoryHistory history = new InMemoryHistory();
		history.attested(ref, new AttestedContent(attestation.content(), attestation.revision(), 1));
		EntryVerdict verdict = new EntryValidator(this.secp256k1, registry(vector), new InMemoryServiceIdentity())
			.validate(new Entry(ref, members.with("identity", identity)), keys, history);
		assertThat(verdict.verdict()).as(verdict.reason()).isEqualTo(Verdict.VALID);
	}

	@Test
	void exactlyTheMembersThatSyncOwnsAreLeftOut() {
		assertThat(SyncOwned.MEMBERS).isEqualTo(Set.of("identity", "last_updated", "last_updated_at", "missing_since",
				"identity_enabled", "last_identity_update"));
	}

	private String sign(String text, PrivateKey key) {
		return this.secp256k1.sign(PersonalMessage.hash(text), key).hex();
	}

	private static JsonObject members(JsonObject vector) {
		return (JsonObject) JsonReader.read(Vectors.text(vector, "entry_text").getBytes(UTF_8));
	}

	private static EntryRef ref(JsonObject vector) {
		return EntryRef.of(Kind.find(Vectors.text(vector, "kind")).orElseThrow(), Vectors.text(vector, "id"));
	}

	private static KeyFacts facts(JsonObject vector, Address address) {
		return new KeyFacts(ref(vector), (int) Vectors.number(vector, "key_version"), address);
	}

	private static UUID registry(JsonObject vector) {
		return UUID.fromString(Vectors.text(vector, "registry_id"));
	}

	private static Revision revision(JsonObject vector) {
		return new Revision(Vectors.number(vector, "revision"));
	}

}
