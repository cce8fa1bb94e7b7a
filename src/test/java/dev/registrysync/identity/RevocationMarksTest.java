package dev.registrysync.identity;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the mark of a revoked key in an entry makes of the verdict.
 */
class RevocationMarksTest {

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	private static final String IGNORED = "identity.revocation was not made by this service for the entry's key";

	private final SignedEntries signed = new SignedEntries(UUID.randomUUID());

	private final Entry entry = entry(A);

	private final KeyFacts key = this.signed.key(A);

	private Entry entry(EntryRef ref) {
		return this.signed.entry(ref, JsonObject.of("type", new JsonString("x")));
	}

	private RevocationMarks marks(UUID registryId, ServiceIdentity service) {
		return new RevocationMarks(this.signed.secp256k1(), registryId, service);
	}

	private RevocationMarks marks() {
		return marks(this.signed.registryId(), this.signed.service());
	}

	private static JsonObject identity(Entry entry) {
		return entry.members().findObject("identity").orElseThrow();
	}

	private static JsonObject mark(JsonObject identity) {
		return identity.findObject("revocation").orElseThrow();
	}

	private JsonObject mark(long from) {
		return mark(marks().write(A, identity(this.entry), KnownKey.revoked(this.key, new Revision(from))));
	}

	private EntryVerdict verdict(Json mark) {
		return this.signed.verdict(
				this.entry.with(this.entry.members().with("identity", identity(this.entry).with("revocation", mark))));
	}

	private void isIgnored(Json mark) {
		assertThat(verdict(mark).verdict()).as(mark.toString()).isEqualTo(Verdict.MALFORMED);
		assertThat(verdict(mark).reason()).contains(IGNORED);
	}

	static List<JsonObject> vectors() {
		return Vectors.read("revocation.json");
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void theServiceSignsTheseBytes(JsonObject vector) {
		EntryRef ref = EntryRef.of(Kind.valueOf(Vectors.text(vector, "kind").toUpperCase(Locale.ROOT)),
				Vectors.text(vector, "id"));
		KeyFacts revoked = new KeyFacts(ref, (int) Vectors.number(vector, "key_version"),
				Address.find(Vectors.text(vector, "address")).orElseThrow());
		String text = RevocationMark.text(UUID.fromString(Vectors.text(vector, "registry_id")), ref, revoked,
				new Revision(Vectors.number(vector, "from_revision")));
		assertThat(text).isEqualTo(Vectors.text(vector, "text"));
		try (PrivateKey service = Vectors.privateKey(vector)) {
			assertThat(this.signed.secp256k1().addressOf(service)).hasToString(Vectors.text(vector, "service_address"));
			assertThat(this.signed.secp256k1().sign(PersonalMessage.hash(text), service).hex())
				.isEqualTo(Vectors.text(vector, "signature"));
		}
	}

	@Test
	void aMarkRevokesWhatTheKeyAttestedLaterThoughNothingElseKnows() {
		assertThat(verdict(mark(4)).verdict()).isEqualTo(Verdict.REVOKED);
		assertThat(verdict(mark(4)).reason()).contains("up to revision 4 counts");
		assertThat(verdict(mark(4)).remedy()).contains("rotate");
		assertThat(verdict(mark(5)).verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void theEarlierOfMarkAndKeystoreCounts() {
		this.signed.keys().revoke(this.key, new Revision(5));
		assertThat(verdict(mark(4)).reason()).contains("up to revision 4 counts");
		this.signed.keys().revoke(this.key, new Revision(3));
		assertThat(verdict(mark(4)).reason()).contains("up to revision 3 counts");
		assertThat(verdict(mark(5)).reason()).contains("up to revision 3 counts");
	}

	@Test
	void aMarkHasExactlyTheMembersOfOne() {
		JsonObject mark = mark(4);
		assertThat(mark.names()).containsExactly("key_version", "from_revision", "signature");
		mark.names().forEach((name) -> isIgnored(mark.without(name)));
		isIgnored(mark.with("x", new JsonNumber("1")));
		isIgnored(mark.with("key_version", new JsonNumber("2")));
		isIgnored(mark.with("from_revision", new JsonNumber("3")));
		isIgnored(mark.with("from_revision", new JsonNumber("-1")));
		isIgnored(mark.with("from_revision", new JsonString("4")));
		isIgnored(mark.with("signature", new JsonString("x")));
		isIgnored(mark.with("signature", identity(this.entry).find("signature").orElseThrow()));
		isIgnored(new JsonString("revoked"));
	}

	@Test
	void aMarkOfAnotherEntryKindKeyRegistryOrServiceIsIgnoredAndNamed() {
		KnownKey revoked = KnownKey.revoked(this.key, new Revision(0));
		JsonObject identity = identity(this.entry);
		for (EntryRef other : List.of(EntryRef.of(Kind.AGENTS, "b"), EntryRef.of(Kind.TOOLS, "a"))) {
			isIgnored(mark(marks().write(other, identity, revoked)));
		}
		KeyFacts theirs = new KeyFacts(A, 1, this.signed.key(EntryRef.of(Kind.AGENTS, "b")).address());
		isIgnored(mark(marks().write(A, identity, KnownKey.revoked(theirs, new Revision(0)))));
		isIgnored(mark(marks(UUID.randomUUID(), this.signed.service()).write(A, identity, revoked)));
		InMemoryServiceIdentity another = new InMemoryServiceIdentity(2);
		another.make("");
		isIgnored(mark(marks(this.signed.registryId(), another).write(A, identity, revoked)));
	}

	@Test
	void aMarkThatIsRightIsNotMadeAgain() {
		KnownKey revoked = KnownKey.revoked(this.key, new Revision(4));
		JsonObject marked = marks().write(A, identity(this.entry), revoked);
		assertThat(marks().write(A, marked, revoked)).isSameAs(marked);
		KnownKey earlier = KnownKey.revoked(this.key, new Revision(3));
		assertThat(mark(marks().write(A, marked, earlier)).find("from_revision")).contains(new JsonNumber("3"));
	}

	@Test
	void aServiceWithoutAKeyMarksNothing() {
		RevocationMarks keyless = marks(this.signed.registryId(), new InMemoryServiceIdentity());
		assertThat(keyless.write(A, identity(this.entry), KnownKey.revoked(this.key, new Revision(4))))
			.isSameAs(identity(this.entry));
	}

}
