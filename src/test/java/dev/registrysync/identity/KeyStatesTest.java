package dev.registrysync.identity;

import java.util.List;
import java.util.UUID;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the state of a key makes of a verdict.
 */
class KeyStatesTest {

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	private static final Address OTHER = Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow();

	private final SignedEntries signed = new SignedEntries(UUID.randomUUID());

	private final Entry entry = this.signed.entry(A, JsonObject.of("type", new JsonString("x")));

	private final KeyFacts key = this.signed.key(A);

	private void is(Verdict verdict, String reason) {
		EntryVerdict found = this.signed.verdict(this.entry);
		assertThat(found.verdict()).as(found.reason()).isEqualTo(verdict);
		assertThat(found.reason()).contains(reason);
	}

	@Test
	void aRetiredKeyCountsUntilACommitCarriesItsSuccessor() {
		this.signed.keys().add(new KeyFacts(A, 2, OTHER));
		is(Verdict.VALID, "");
		this.signed.history().committed(A, new CommittedKey(1, this.key.address(), null));
		is(Verdict.VALID, "");
		this.signed.history().committed(A, new CommittedKey(2, OTHER, this.key.address()));
		is(Verdict.WRONG_KEY, "older key");
	}

	@Test
	void aRevokedKeyCountsForRevisionsUpToTheOneNamed() {
		for (int from = 0; from < 5; from++) {
			this.signed.keys().revoke(this.key, new Revision(from));
			is(Verdict.REVOKED, "revision 5");
			assertThat(this.signed.verdict(this.entry).remedy()).contains("rotate");
		}
		this.signed.keys().revoke(this.key, new Revision(5));
		is(Verdict.VALID, "");
	}

	@Test
	void anAliasMayShareTheAddressOfItsTargetAndNobodyElse() {
		EntryRef alias = EntryRef.of(Kind.AGENTS, "alias");
		List<EntryVerdict> same = List.of(valid("a"), valid("alias"));
		assertThat(EntryValidator.withUniqueAddresses(same, this.signed.keys())).extracting(EntryVerdict::verdict)
			.containsOnly(Verdict.WRONG_KEY);
		this.signed.keys().alias(alias, A);
		assertThat(EntryValidator.withUniqueAddresses(same, this.signed.keys())).isEqualTo(same);
		assertThat(
				EntryValidator.withUniqueAddresses(List.of(valid("a"), valid("alias"), valid("c")), this.signed.keys()))
			.extracting(EntryVerdict::verdict)
			.containsOnly(Verdict.WRONG_KEY);
	}

	private EntryVerdict valid(String id) {
		return new EntryVerdict(Kind.AGENTS, id, OTHER, Verdict.VALID, "", "");
	}

	@Test
	void exactlyARevokedKeyIsRevokedFromARevisionOn() {
		assertThatIllegalArgumentException().isThrownBy(() -> new KnownKey(this.key, KeyState.ACTIVE, new Revision(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> new KnownKey(this.key, KeyState.REVOKED, null));
	}

}
