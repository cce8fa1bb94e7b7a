package dev.registrysync.identity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class EntryValidatorTest {

	private static final EntryRef AGENT = EntryRef.of(Kind.AGENTS, "planner");

	private static final EntryRef OTHER = EntryRef.of(Kind.AGENTS, "other");

	private static final EntryRef TOOL = EntryRef.of(Kind.TOOLS, "planner");

	private static final JsonNumber ONE = new JsonNumber("1");

	private static final String CONTENT = """
			{"id": "planner", "name": "Planner", "type": "orchestrator", "description": "Plans", "version": "1.2.0",
			 "enabled": true, "status": "active", "registered_at": 1795300000.25, "labels": {"team": "a", "n": [1, {"x": null}]},
			 "roles": [], "access_control": {"allowed_agents": ["*"]}}""";

	private final SignedEntries signed = new SignedEntries(UUID.randomUUID());

	@Test
	void aSignedAgentIsValidAndHasNothingToExplain() {
		EntryVerdict verdict = verdict(agent());
		assertThat(verdict.verdict()).as(verdict.reason()).isEqualTo(Verdict.VALID);
		assertThat(verdict.reason()).isEmpty();
		assertThat(verdict.remedy()).isEmpty();
		assertThat(verdict.id()).isEqualTo("planner");
		assertThat(verdict.findAddress()).contains(this.signed.key(AGENT).address());
	}

	@Test
	void aSignedToolIsValid() {
		assertThat(verdict(tool()).verdict()).isEqualTo(Verdict.VALID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "{}", "\"PENDING_FRESH_SYNC\"", "{\"public_key\": null}" })
	void anEntryWithoutAnIdentityMissesIt(String identity) {
		Entry entry = agent();
		finds(entry.with(entry.members().with("identity", json(identity))), Verdict.MISSING, "no identity");
		finds(entry.with(entry.members().without("identity")), Verdict.MISSING, "no identity");
	}

	@Test
	void anIdentityOfAnotherShapeIsMalformed() {
		finds(agent().with(agent().members().with("identity", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")),
				Verdict.MALFORMED, "not an object");
	}

	@Test
	void aWrongChecksumIsMalformed() {
		String address = this.signed.key(agent().ref()).address().toString();
		String wrong = "0x" + swapCase(address.substring(2));
		EntryVerdict verdict = finds(withIdentity(agent(), "public_key", new JsonString(wrong)), Verdict.MALFORMED,
				"checksum");
		assertThat(verdict.findAddress()).get().hasToString(address);
	}

	@Test
	void anAddressWhoseKeyWeDoNotHoldIsUnknown() {
		Entry entry = withIdentity(agent(), "public_key", new JsonString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
		finds(entry, Verdict.UNKNOWN_KEY, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
	}

	@Test
	void anIdentityPastedFromAnotherEntryIsTheWrongKey() {
		Entry other = this.signed.entry(OTHER, object(CONTENT));
		Entry pasted = agent().with(agent().members().with("identity", identity(other)));
		finds(pasted, Verdict.WRONG_KEY, "agents/other");
	}

	@Test
	void anIdentityPastedFromTheOtherKindIsTheWrongKey() {
		Entry pasted = agent().with(agent().members().with("identity", identity(tool())));
		finds(pasted, Verdict.WRONG_KEY, "tools/planner");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "\"\"", "\"PENDING_FRESH_SYNC\"" })
	void aRegistrationSignatureMayBeMissing(String signature) {
		finds(withIdentity(agent(), "signature", json(signature)), Verdict.MISSING, "no registration signature");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"text\"", "\"0x12\"", "7", "[]" })
	void aRegistrationSignatureMayBeMalformed(String signature) {
		finds(withIdentity(agent(), "signature", json(signature)), Verdict.MALFORMED, "signature");
	}

	@Test
	void aHighSInEitherSignatureIsMalformed() {
		String high = highS(Signature.parse(identity(agent()).findText("signature").orElseThrow()));
		finds(withIdentity(agent(), "signature", new JsonString(high)), Verdict.MALFORMED, "upper half");
		Signature attested = Signature.parse(attestation(agent()).findText("signature").orElseThrow());
		finds(withAttestation(agent(), "signature", new JsonString(highS(attested))), Verdict.MALFORMED, "upper half");
	}

	@Test
	void readsSignaturesOfEachSpelling() {
		String hex = identity(agent()).findText("signature").orElseThrow();
		String other = "0x" + hex.substring(0, 128) + (hex.endsWith("1b") ? "00" : "01");
		assertThat(verdict(withIdentity(agent(), "signature", new JsonString(other))).isValid()).isTrue();
		assertThat(
				verdict(withAttestation(agent(), "signature", new JsonString("0x" + signatureOf(agent())))).isValid())
			.isTrue();
	}

	@Test
	void aRegistrationSignatureOfAnotherKeyOrEntryIsTheWrongKey() {
		Json others = identity(this.signed.entry(OTHER, object(CONTENT))).find("signature").orElseThrow();
		finds(withIdentity(agent(), "signature", others), Verdict.WRONG_KEY, "agent_registration:planner");
		Json attested = attestation(agent()).find("signature").orElseThrow();
		finds(withIdentity(agent(), "signature", attested), Verdict.WRONG_KEY, "agent_registration:planner");
	}

	@Test
	void theMembersBoundToAToolAreTheExpectedOnes() {
		finds(withIdentity(tool(), "entity_id", new JsonString("tool_other")), Verdict.MALFORMED, "entity_id");
		finds(withIdentity(tool(), "signature_message", new JsonString("tool_registration:planner:9")),
				Verdict.MALFORMED, "signature_message");
		finds(withoutIdentity(tool(), "entity_id"), Verdict.MALFORMED, "entity_id");
		finds(withoutIdentity(tool(), "signature_message"), Verdict.MALFORMED, "signature_message");
	}

	@Test
	void theKeyVersionIsTheExpectedOne() {
		finds(withIdentity(agent(), "key_version", new JsonNumber("2")), Verdict.MALFORMED, "key_version is not 1");
		finds(withIdentity(agent(), "key_version", new JsonString("1")), Verdict.MALFORMED, "key_version");
		finds(withoutIdentity(agent(), "key_version"), Verdict.MALFORMED, "key_version");
		assertThat(verdict(withIdentity(tool(), "key_version", new JsonNumber("1.0"))).isValid()).isTrue();
	}

	@Test
	void theOldSignatureAloneProvesTheKeyAndNeverTheContent() {
		Entry old = withoutIdentity(withoutIdentity(agent(), "attestation"), "key_version");
		this.signed.forget(AGENT);
		finds(old, Verdict.MISSING, "never the content");
		finds(withIdentity(old, "attestation", JsonLiteral.NULL), Verdict.MISSING, "never the content");
	}

	@Test
	void deletingAnAttestationDoesNotLaunderAnEdit() {
		Entry unattested = withoutIdentity(agent(), "attestation");
		finds(unattested, Verdict.MISSING, "not attested");
		finds(unattested.with(unattested.members().with("description", "edited")), Verdict.INVALID_CONTENT,
				"attestation is gone");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"text\"", "[]", "1", "{\"scheme\": \"registry-sync/v1\"}" })
	void anAttestationOfAnotherShapeIsMalformed(String attestation) {
		finds(withIdentity(agent(), "attestation", json(attestation)), Verdict.MALFORMED, "attestation");
	}

	@Test
	void eachMemberOfAnAttestationHasItsForm() {
		finds(withAttestation(agent(), "scheme", new JsonString("registry-sync/v2")), Verdict.MALFORMED, "scheme");
		finds(withAttestation(agent(), "content_digest", new JsonString("sha256:AB")), Verdict.MALFORMED, "digest");
		finds(withAttestation(agent(), "revision", new JsonString("5")), Verdict.MALFORMED, "revision");
		finds(withAttestation(agent(), "revision", new JsonNumber("-5")), Verdict.MALFORMED, "revision");
		finds(withAttestation(agent(), "revision", new JsonNumber("5.5")), Verdict.MALFORMED, "revision");
		finds(withAttestation(agent(), "revision", new JsonNumber("9007199254740992")), Verdict.MALFORMED, "revision");
		finds(withAttestation(agent(), "revision", new JsonNumber("NaN")), Verdict.MALFORMED, "revision");
		finds(withAttestation(agent(), "signature", JsonLiteral.NULL), Verdict.MALFORMED, "signature");
		finds(withAttestation(agent(), "signature", new JsonString(signatureOf(agent()).substring(2))),
				Verdict.MALFORMED, "65 bytes");
		finds(withAttestation(agent(), "more", ONE), Verdict.MALFORMED, "exactly");
	}

	@Test
	void aStatementThatTheKeyDidNotMakeIsInvalid() {
		finds(withAttestation(agent(), "revision", new JsonNumber("6")), Verdict.INVALID_CONTENT, "not made by");
		Json digest = new JsonString(ContentDigest.of(JsonObject.EMPTY).text());
		finds(withAttestation(agent(), "content_digest", digest), Verdict.INVALID_CONTENT, "not made by");
		Json registration = identity(agent()).find("signature").orElseThrow();
		finds(withAttestation(agent(), "signature", registration), Verdict.INVALID_CONTENT, "not made by");
		Json others = attestation(this.signed.entry(OTHER, object(CONTENT)));
		finds(withIdentity(agent(), "attestation", others), Verdict.INVALID_CONTENT, "not made by");
		Json tools = attestation(tool());
		finds(withIdentity(agent(), "attestation", tools), Verdict.INVALID_CONTENT, "not made by");
	}

	@Test
	void anEntryOfAnotherRegistryIsInvalid() {
		EntryVerdict verdict = new EntryValidator(this.signed.secp256k1(), UUID.randomUUID(),
				new InMemoryServiceIdentity())
			.validate(agent(), this.signed.keys(), this.signed.history());
		assertThat(verdict.verdict()).isEqualTo(Verdict.INVALID_CONTENT);
	}

	@Test
	void contentThatTheHistoryDoesNotKnowIsInvalid() {
		Entry entry = agent();
		this.signed.forget(AGENT);
		assertThat(this.signed.verdict(entry).reason()).contains("history knows no attestation");
		assertThat(this.signed.verdict(entry).verdict()).isEqualTo(Verdict.INVALID_CONTENT);
	}

	@Test
	void olderContentWithItsOldAttestationIsInvalid() {
		Entry older = agent();
		this.signed.attested(AGENT, ContentDigest.of(older.members().with("description", "newer")), new Revision(6));
		assertThat(this.signed.verdict(older).reason()).contains("restored from revision 5", "of revision 6");
		assertThat(this.signed.verdict(older).verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		this.signed.attested(AGENT, ContentDigest.of(older.members()), new Revision(7));
		assertThat(this.signed.verdict(older).verdict()).isEqualTo(Verdict.INVALID_CONTENT);
	}

	@Test
	void contentThatCannotBeSignedIsMalformed() {
		Entry entry = agent();
		finds(entry.with(entry.members().with("labels", JsonObject.of("x", new JsonNumber("NaN")))), Verdict.MALFORMED,
				"/labels/x");
		finds(entry.with(entry.members().with("description", "\ud83d")), Verdict.MALFORMED, "/description");
		Entry tool = tool();
		finds(tool.with(tool.members().with("version", "\ud83d")), Verdict.MALFORMED, "/version");
		JsonObject without = entry.members().with("description", "\ud83d").without("identity");
		finds(entry.with(without), Verdict.MALFORMED, "/description");
	}

	@Test
	void twoEntriesWithOneAddressAreBothReported() {
		Entry agent = agent();
		Entry other = this.signed.entry(OTHER, object(CONTENT));
		Entry copy = other.with(other.members().with("identity", identity(agent)));
		List<EntryVerdict> verdicts = this.signed.validator()
			.validateAll(List.of(agent, tool(), copy), this.signed.keys(), this.signed.history());
		assertThat(verdicts).extracting(EntryVerdict::verdict)
			.containsExactly(Verdict.WRONG_KEY, Verdict.VALID, Verdict.WRONG_KEY);
		assertThat(verdicts.get(0).reason()).contains("agents/other");
		assertThat(verdicts.get(2).reason()).contains("agents/planner");
	}

	@Test
	void anUnknownAddressStaysUnknownOnHoweverManyEntriesItStands() {
		Entry one = withIdentity(agent(), "public_key", new JsonString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
		Entry two = withIdentity(tool(), "public_key", new JsonString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
		assertThat(this.signed.validator().validateAll(List.of(one, two), this.signed.keys(), this.signed.history()))
			.extracting(EntryVerdict::verdict)
			.containsOnly(Verdict.UNKNOWN_KEY);
	}

	@Test
	void whatIsNoEntryIsReportedUnderItsName() {
		EntryVerdict verdict = EntryVerdict.notAnEntry(Kind.TOOLS, "", "an id must not be empty");
		assertThat(verdict.reason()).isEqualTo("An id must not be empty.");
		assertThat(verdict.remedy()).isNotEmpty();
		assertThat(verdict.verdict()).isEqualTo(Verdict.MALFORMED);
	}

	@Test
	void everySingleMemberMutationOfTheContentIsInvalid() {
		for (Entry entry : List.of(agent(), tool())) {
			JsonObject content = entry.members().withoutAll(SyncOwned.MEMBERS::contains);
			List<Json> mutants = Mutations.of(content);
			assertThat(mutants).hasSizeGreaterThan(60);
			for (Json mutant : mutants) {
				JsonObject members = ((JsonObject) mutant).with("identity", identity(entry));
				assertThat(this.signed.verdict(entry.with(members)).isValid()).as(mutant.toString()).isFalse();
			}
		}
	}

	@Test
	void everySingleMemberMutationOfWhatTheIdentityIsMadeOfIsInvalid() {
		for (Entry entry : List.of(agent(), tool())) {
			for (Json mutant : Mutations.ofKnown(identity(entry))) {
				Entry mutated = entry.with(entry.members().with("identity", mutant));
				assertThat(this.signed.verdict(mutated).isValid()).as(mutant.toString()).isFalse();
			}
		}
	}

	@Test
	void orderSpellingAndTheMembersOfSyncDoNotMatter() {
		Entry entry = agent();
		List<Map.Entry<String, Json>> members = new ArrayList<>(entry.members().members().entrySet());
		Collections.reverse(members);
		Map<String, Json> reversed = new LinkedHashMap<>();
		members.forEach((member) -> reversed.put(member.getKey(), member.getValue()));
		JsonObject other = JsonObject.copyOf(reversed)
			.with("registered_at", new JsonNumber("1.79530000025e9"))
			.with("last_updated", new JsonNumber("5"))
			.with("last_updated_at", JsonLiteral.NULL)
			.with("missing_since", new JsonNumber("5.5"))
			.with("identity_enabled", JsonLiteral.FALSE)
			.with("last_identity_update", "never");
		assertThat(verdict(entry.with(other)).verdict()).isEqualTo(Verdict.VALID);
		assertThat(verdict(withIdentity(entry, "note", ONE)).verdict()).isEqualTo(Verdict.VALID);
	}

	private EntryVerdict finds(Entry entry, Verdict expected, String reason) {
		EntryVerdict verdict = verdict(entry);
		assertThat(verdict.verdict()).as(verdict.reason()).isEqualTo(expected);
		assertThat(verdict.reason()).contains(reason).endsWith(".");
		assertThat(verdict.remedy()).endsWith(".");
		return verdict;
	}

	private EntryVerdict verdict(Entry entry) {
		return this.signed.verdict(entry);
	}

	private Entry agent() {
		return this.signed.entry(AGENT, object(CONTENT));
	}

	private Entry tool() {
		return this.signed.entry(TOOL, object(CONTENT));
	}

	private static Entry withIdentity(Entry entry, String name, Json value) {
		return entry.with(entry.members().with("identity", identity(entry).with(name, value)));
	}

	private static Entry withoutIdentity(Entry entry, String name) {
		return entry.with(entry.members().with("identity", identity(entry).without(name)));
	}

	private static Entry withAttestation(Entry entry, String name, Json value) {
		return withIdentity(entry, "attestation", attestation(entry).with(name, value));
	}

	private static JsonObject identity(Entry entry) {
		return entry.members().findObject("identity").orElseThrow();
	}

	private static JsonObject attestation(Entry entry) {
		return identity(entry).findObject("attestation").orElseThrow();
	}

	private static String signatureOf(Entry entry) {
		return attestation(entry).findText("signature").orElseThrow();
	}

	private static String highS(Signature signature) {
		String v = signature.hex().endsWith("1b") ? "1c" : "1b";
		return signature.hex().substring(0, 64) + "%064x".formatted(CurveOrder.N.subtract(signature.s())) + v;
	}

	private static String swapCase(String digits) {
		StringBuilder swapped = new StringBuilder();
		digits.chars()
			.forEach((c) -> swapped
				.append((char) (Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))));
		return swapped.toString();
	}

	private static Json json(String text) {
		return JsonReader.read(text.getBytes(UTF_8));
	}

	private static JsonObject object(String text) {
		return (JsonObject) json(text);
	}

	/**
	 * All values that differ from one in a single member or array value, at any depth.
	 */
	private static final class Mutations {

		static List<Json> of(Json value) {
			List<Json> mutants = new ArrayList<>();
			if (value instanceof JsonObject object) {
				mutants.addAll(ofKnown(object));
				mutants.add(object.with("added", JsonLiteral.NULL));
			}
			else if (value instanceof JsonArray array) {
				ofArray(array, mutants);
			}
			else {
				mutants.addAll(replacements(value));
			}
			return mutants;
		}

		static List<Json> ofKnown(JsonObject object) {
			List<Json> mutants = new ArrayList<>();
			object.members().forEach((name, value) -> {
				mutants.add(object.without(name));
				mutants.add(object.without(name).with(name + "x", value));
				of(value).forEach((mutant) -> mutants.add(object.with(name, mutant)));
			});
			return mutants;
		}

		private static void ofArray(JsonArray array, List<Json> mutants) {
			for (int i = 0; i < array.values().size(); i++) {
				List<Json> shorter = new ArrayList<>(array.values());
				Json value = shorter.remove(i);
				mutants.add(new JsonArray(shorter));
				for (Json mutant : of(value)) {
					List<Json> changed = new ArrayList<>(array.values());
					changed.set(i, mutant);
					mutants.add(new JsonArray(changed));
				}
			}
			List<Json> longer = new ArrayList<>(array.values());
			longer.add(JsonLiteral.NULL);
			mutants.add(new JsonArray(longer));
		}

		private static List<Json> replacements(Json value) {
			List<Json> replacements = new ArrayList<>(
					List.of(JsonLiteral.NULL, JsonLiteral.TRUE, JsonLiteral.FALSE, new JsonNumber("17"),
							new JsonString(""), new JsonString("x"), JsonObject.EMPTY, new JsonArray(List.of())));
			if (value instanceof JsonString string) {
				replacements.add(new JsonString(string.value() + " "));
			}
			replacements.removeIf(value::equals);
			return replacements;
		}

	}

}
