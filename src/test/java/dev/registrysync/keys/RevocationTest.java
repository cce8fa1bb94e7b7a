package dev.registrysync.keys;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.database.TestEngine;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KeyState;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.Succession;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.agents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ParameterizedClass
@EnumSource(TestEngine.class)
class RevocationTest extends KeystoreFixture {

	private static final EntryRef A = agent("a");

	private static final Revision SEVEN = new Revision(7);

	RevocationTest(TestEngine engine) {
		super(engine);
	}

	@BeforeEach
	void makeTwoKeys() {
		this.keystore.make(agents("a", "b"));
	}

	private KnownKey revoke(KeyService keys, long from) {
		return keys.revoke(A, null, new Revision(from), "it \"leaked\" \\ é 😀\n");
	}

	private static List<KeyState> states(KeyService keys, EntryRef entry) {
		return keys.versions(entry).stream().map(KnownKey::state).toList();
	}

	@Test
	void versionsFollowEachOtherAndSurviveARestart() {
		List<KnownKey> made;
		try (KeyService keys = this.keystore.open()) {
			KeyRotation rotation = keys.rotate(A);
			assertThat(rotation.previous().version()).isEqualTo(1);
			assertThat(keys.find(A)).contains(rotation.current());
			keys.rotate(A);
			assertThat(states(keys, A)).containsExactly(KeyState.RETIRED, KeyState.RETIRED, KeyState.ACTIVE);
			assertThat(keys.ensure(agents("a")).created()).isEmpty();
			made = keys.versions(A);
			made.forEach((key) -> assertThat(keys.ownerOf(key.address())).contains(A));
		}
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.versions(A)).isEqualTo(made);
			assertThat(keys.list()).extracting(KeyFacts::version).containsExactly(3, 1);
			assertThat(keys.count().retired()).isEqualTo(2);
			assertThat(keys.count().active()).isEqualTo(2);
		}
	}

	@Test
	void aRetiredKeySignsNothingButItsSuccession() {
		try (KeyService keys = this.keystore.open()) {
			KeyFacts old = keys.find(A).orElseThrow();
			KeyFacts current = keys.rotate(A).current();
			UUID registry = UUID.randomUUID();
			Signature succession = keys.signSuccession(registry, A, old, current).orElseThrow();
			assertThat(Secp256k1.bouncyCastle()
				.recover(PersonalMessage.hash(Succession.text(registry, A, old, current)), succession))
				.contains(old.address());
			assertThat(keys.signSuccession(registry, A, current, old)).isEmpty();
			assertThat(keys.signSuccession(registry, A, keys.find(agent("b")).orElseThrow(), current)).isEmpty();
			assertThat(keys.signSuccession(registry, A, old, new KeyFacts(A, 3, old.address()))).isEmpty();
			keys.revoke(A, 1, SEVEN, "");
			assertThat(keys.signSuccession(registry, A, old, current)).isEmpty();
		}
	}

	@Test
	void aRevocationSurvivesARestartAndOnlyRotationGoesOn() {
		try (KeyService keys = this.keystore.open()) {
			assertThat(revoke(keys, 5).findRevokedFrom()).contains(new Revision(5));
		}
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.damaged()).isEmpty();
			assertThat(keys.find(A)).isEmpty();
			assertThat(keys.findNewest(A)).get().extracting(KnownKey::revokedFrom).isEqualTo(new Revision(5));
			fails(ProblemCode.KEY_REVOKED, () -> keys.sign(A, List.of("text")));
			KeyBatch batch = keys.ensure(agents("a", "c"));
			assertThat(batch.created()).containsExactly(agent("c"));
			assertThat(batch.refused()).containsOnlyKeys(A);
			assertThat(batch.refused().get(A).code()).isEqualTo(ProblemCode.KEY_REVOKED);
			assertThat(keys.preview(agents("a")).refused()).containsOnlyKeys(A);
			assertThat(keys.rotate(A).current().version()).isEqualTo(2);
			assertThat(keys.sign(A, List.of("text"))).hasSize(1);
		}
		try (KeyService keys = this.keystore.open()) {
			assertThat(states(keys, A)).containsExactly(KeyState.REVOKED, KeyState.ACTIVE);
		}
	}

	@Test
	void repeatingARevocationWritesNothing() {
		try (KeyService keys = this.keystore.open()) {
			revoke(keys, 5);
			List<Map<String, Object>> rows = this.keystore.rows();
			revoke(keys, 5);
			assertThat(this.keystore.rows()).isEqualTo(rows);
			revoke(keys, 4);
			assertThat(this.keystore.rows()).isNotEqualTo(rows).hasSize(2);
			fails(ProblemCode.REVOKED_EARLIER, () -> revoke(keys, 5));
			assertThat(keys.findNewest(A)).get().extracting(KnownKey::revokedFrom).isEqualTo(new Revision(4));
		}
	}

	@Test
	void aForgedRevocationDoesNotCount() {
		try (KeyService keys = this.keystore.open()) {
			revoke(keys, 5);
		}
		this.keystore.change("""
				update keystore.key set revoked_from = 5, revoked_at = (select revoked_at from keystore.key
				where id = 'a'), revoked_why = (select revoked_why from keystore.key where id = 'a'), revocation_seal =
				(select revocation_seal from keystore.key where id = 'a') where id = 'b'""");
		try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
			fails(ProblemCode.KEYSTORE_DAMAGED, () -> keys.sign(agent("b"), List.of("text")));
			assertThat(keys.damaged()).extracting(DamagedKey::owner).containsExactly("agents/b");
			assertThat(keys.revoked()).extracting((key) -> key.facts().owner()).containsExactly(A);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "version = 2", "revoked_from = 6", "revoked_from = null", "kind = 'tools'",
			"revoked_why = 'locked'", "revoked_at = revoked_at - 1000000", "revoked_at = revoked_at + 1",
			"revoked_at = null", "revoked_why = null", "revocation_seal = null", "revocation_seal = sealed" })
	void everythingInARevocationIsBoundToIt(String change) {
		try (KeyService keys = this.keystore.open()) {
			revoke(keys, 5);
		}
		this.keystore.change("update keystore.key set %s where id = 'a'".formatted(change));
		EntryRef owner = change.startsWith("kind") ? TestKeystore.tool("a") : A;
		try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
			assertThat(keys.find(A)).isEmpty();
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> keys.sign(A, List.of("text")));
			assertThat(keys.ensure(List.of(owner)).refused()).containsOnlyKeys(owner);
			assertThat(keys.sign(agent("b"), List.of("text"))).hasSize(1);
			assertThat(keys.ensure(agents("new")).created()).containsExactly(agent("new"));
			assertThat(keys.damaged()).hasSize(1);
		}
	}

	@Test
	void aRevocationThatWasRemovedIsInForceAgainAsSoonAsTheHistorySaysSo() {
		KnownKey revoked;
		try (KeyService keys = this.keystore.open()) {
			revoked = revoke(keys, 5);
		}
		this.keystore.change("""
				update keystore.key set revoked_from = null, revoked_at = null, revoked_why = null,
				revocation_seal = null where id = 'a'""");
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.find(A)).isPresent();
			assertThat(keys.enforce(List.of(revoked), "recorded in the history")).containsExactly(revoked);
			assertThat(keys.find(A)).isEmpty();
			assertThat(keys.reasonOf(revoked)).isEqualTo("recorded in the history");
			assertThat(keys.enforce(List.of(revoked), "recorded in the history")).isEmpty();
		}
	}

	@Test
	void theRevocationOfAKeyThatIsNotHereIsKept() {
		Address address = Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow();
		KnownKey revoked = KnownKey.revoked(new KeyFacts(agent("c"), 1, address), SEVEN);
		try (KeyService keys = this.keystore.open()) {
			keys.enforce(List.of(revoked), "");
			assertThat(keys.revoked()).containsExactly(revoked);
			assertThat(keys.versions(agent("c"))).isEmpty();
			assertThat(keys.ensure(agents("c")).created()).containsExactly(agent("c"));
			assertThat(keys.find(agent("c"))).isPresent();
			assertThat(keys.enforce(List.of(revoked), "")).isEmpty();
		}
		try (OfflineKeystore offline = this.keystore.openOffline()) {
			assertThat(offline.judge(new KeyFacts(agent("d"), 1, address)))
				.isEqualTo(Adoption.refused("this key was revoked, for good"));
		}
	}

	@Test
	void aRevocationThatCannotBeWrittenIsNotInForce() {
		try (KeyService keys = this.keystore.open()) {
			byte[] header = TestKeystore.read(this.keystore.header());
			TestKeystore.delete(this.keystore.header());
			fails(ProblemCode.KEYSTORE_MISSING, () -> revoke(keys, 5));
			fails(ProblemCode.KEYSTORE_MISSING, () -> keys.rotate(A));
			assertThat(states(keys, A)).containsExactly(KeyState.ACTIVE);
			TestKeystore.write(this.keystore.header(), header);
			revoke(keys, 5);
			assertThat(states(keys, A)).containsExactly(KeyState.REVOKED);
		}
	}

	@Test
	void whatIsNotThereCannotBeRotatedOrRevoked() {
		try (KeyService keys = this.keystore.open()) {
			fails(ProblemCode.KEY_NOT_FOUND, () -> keys.rotate(agent("nobody")));
			fails(ProblemCode.KEY_NOT_FOUND, () -> keys.revoke(agent("nobody"), null, SEVEN, ""));
			fails(ProblemCode.KEY_NOT_FOUND, () -> keys.revoke(A, 2, SEVEN, ""));
			assertThat(keys.versions(agent("nobody"))).isEmpty();
			assertThat(keys.findNewest(agent("nobody"))).isEqualTo(Optional.empty());
		}
	}

}
