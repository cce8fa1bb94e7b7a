package dev.registrysync.keys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KeyState;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.SuccessionText;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.agents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RevocationTest {

	private static final EntryRef A = agent("a");

	private static final Revision SEVEN = new Revision(7);

	@TempDir
	private Path temporary;

	private TestKeystore keystore;

	@BeforeEach
	void makeTwoKeys() {
		this.keystore = new TestKeystore(this.temporary);
		this.keystore.make(agents("a", "b"));
	}

	private KnownKey revoke(KeyService keys, long from) {
		return keys.revoke(A, null, new Revision(from), "it \"leaked\" \\ é 😀\n");
	}

	private static void fails(ProblemCode code, Runnable call) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
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
			assertThat(keys.count(KeyState.RETIRED)).isEqualTo(2);
			assertThat(keys.count(KeyState.ACTIVE)).isEqualTo(2);
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
				.recover(PersonalMessage.hash(SuccessionText.of(registry, A, old, current)), succession))
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
			int lines = this.keystore.lines().size();
			revoke(keys, 5);
			assertThat(this.keystore.lines()).hasSize(lines);
			revoke(keys, 4);
			assertThat(this.keystore.lines()).hasSize(lines + 1);
			fails(ProblemCode.REVOKED_EARLIER, () -> revoke(keys, 5));
		}
		List<String> lines = this.keystore.lines();
		lines.add(lines.get(3));
		this.keystore.writeLines(lines);
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.damaged()).isEmpty();
			assertThat(keys.findNewest(A)).get().extracting(KnownKey::revokedFrom).isEqualTo(new Revision(4));
		}
	}

	@Test
	void aForgedRevocationDoesNotCount() {
		try (KeyService keys = this.keystore.open()) {
			revoke(keys, 5);
		}
		List<String> lines = this.keystore.lines();
		String revocation = lines.get(3);
		String others = lines.get(2);
		lines.set(3,
				revocation.replace("\"id\":\"a\"", "\"id\":\"b\"")
					.replace(address(revocation), address(others))
					.replace(KeyRecord.fingerprint(A), KeyRecord.fingerprint(agent("b"))));
		this.keystore.writeLines(lines);
		try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
			assertThat(keys.damaged()).extracting(DamagedKey::owner).containsExactly(agent("b"));
			assertThat(keys.count(KeyState.REVOKED)).isZero();
			fails(ProblemCode.KEYSTORE_DAMAGED, () -> keys.sign(agent("b"), List.of("text")));
		}
	}

	private static String address(String line) {
		return line.replaceAll(".*\"address\":\"(0x[0-9a-fA-F]{40})\".*", "$1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"version\":1>\"version\":2", "\"from_revision\":5>\"from_revision\":6",
			"\"kind\":\"agents\">\"kind\":\"tools\"", "leaked>locked", "2026-11-22>2025-11-22",
			"\"number\":3>\"number\":4" })
	void everythingInARevocationIsBoundToIt(String change) {
		try (KeyService keys = this.keystore.open()) {
			revoke(keys, 5);
		}
		List<String> lines = this.keystore.lines();
		String[] parts = change.split(">");
		assertThat(lines.get(3)).contains(parts[0]);
		lines.set(3, lines.get(3).replace(parts[0], parts[1]));
		this.keystore.writeLines(lines);
		assertThat(staysWithoutAKey("a change of " + change)).isEqualTo(1);
	}

	@Test
	void aSealOfAKeyIsNoSealOfARevocation() {
		try (KeyService keys = this.keystore.open()) {
			revoke(keys, 5);
		}
		List<String> lines = this.keystore.lines();
		String seal = lines.get(1).substring(lines.get(1).indexOf("\"nonce\""));
		lines.set(3, lines.get(3).substring(0, lines.get(3).indexOf("\"nonce\"")) + seal);
		this.keystore.writeLines(lines);
		assertThat(staysWithoutAKey("a seal of a key")).isEqualTo(1);
	}

	@Test
	void whateverByteOfItIsDamagedARevokedKeyDoesNotComeBack() {
		try (KeyService keys = this.keystore.open()) {
			revoke(keys, 5);
			keys.rotate(agent("b"));
		}
		byte[] good = TestKeystore.read(this.keystore.keys());
		int start = String.join("\n", this.keystore.lines().subList(0, 3)).length() + 1;
		int end = start + this.keystore.lines().get(3).length();
		for (int i = start; i < end; i++) {
			byte[] damaged = good.clone();
			damaged[i] ^= 0x21;
			TestKeystore.write(this.keystore.keys(), damaged);
			staysWithoutAKey("byte " + i);
			TestKeystore.write(this.keystore.keys(), good);
		}
	}

	/** Says how many records are damaged. */
	private int staysWithoutAKey(String where) {
		try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
			assertThat(keys.find(A)).as(where).isEmpty();
			assertThatExceptionOfType(ProblemException.class).as(where).isThrownBy(() -> keys.sign(A, List.of("text")));
			assertThat(keys.ensure(agents("a")).refused()).as(where).containsOnlyKeys(A);
			assertThat(keys.sign(agent("b"), List.of("text"))).as(where).hasSize(1);
			assertThat(keys.ensure(agents("new")).created()).as(where).containsExactly(agent("new"));
			return keys.damaged().size();
		}
	}

	@Test
	void aTornRevocationWasNeverMade() {
		byte[] before = TestKeystore.read(this.keystore.keys());
		try (KeyService keys = this.keystore.open()) {
			revoke(keys, 5);
		}
		byte[] whole = TestKeystore.read(this.keystore.keys());
		for (int length = before.length; length < whole.length - 1; length += 3) {
			TestKeystore.write(this.keystore.keys(), Arrays.copyOf(whole, length));
			try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
				assertThat(keys.damaged()).isEmpty();
				assertThat(keys.find(A)).as("cut at " + length).isPresent();
				assertThat(TestKeystore.read(this.keystore.keys())).isEqualTo(before);
			}
		}
		TestKeystore.write(this.keystore.keys(), Arrays.copyOf(whole, whole.length - 1));
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.find(A)).isEmpty();
		}
	}

	@Test
	void aRevocationThatCannotBeWrittenIsNotInForce() {
		try (KeyService keys = this.keystore.open()) {
			byte[] whole = TestKeystore.read(this.keystore.keys());
			TestKeystore.delete(this.keystore.keys());
			fails(ProblemCode.KEYSTORE_MISSING, () -> revoke(keys, 5));
			fails(ProblemCode.KEYSTORE_MISSING, () -> keys.rotate(A));
			assertThat(states(keys, A)).containsExactly(KeyState.ACTIVE);
			TestKeystore.write(this.keystore.keys(), whole);
			revoke(keys, 5);
			assertThat(states(keys, A)).containsExactly(KeyState.REVOKED);
		}
	}

	@Test
	void twoDamagedRecordsOfOneOwnerInALineCostOnlyThatOwner() {
		try (KeyService keys = this.keystore.open()) {
			keys.rotate(A);
			revoke(keys, 5);
		}
		List<String> lines = this.keystore.lines();
		String joined = lines.get(3) + "x" + lines.get(4);
		List<String> damaged = new ArrayList<>(lines.subList(0, 3));
		damaged.add(joined);
		this.keystore.writeLines(damaged);
		assertThat(staysWithoutAKey("a damaged newline")).isEqualTo(1);
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
