package dev.registrysync.keys;

import dev.registrysync.database.TestEngine;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.Test;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.agents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OfflineKeystoreTest extends KeystoreFixture {

	OfflineKeystoreTest() {
		super(TestEngine.SQLITE);
	}

	private static final EntryRef A = agent("a");

	@Test
	void aRevokedKeyIsNeitherListedNorLentNorReplaced() {
		this.keystore.make(agents("a", "b"));
		KeyFacts revoked;
		try (KeyService keys = this.keystore.open()) {
			revoked = keys.revoke(A, null, new Revision(1), "lost").facts();
		}
		try (OfflineKeystore offline = this.keystore.openOffline();
				PrivateKey other = Secp256k1.bouncyCastle().generate()) {
			assertThat(offline.list()).extracting(KeyFacts::owner).containsExactly(agent("b"));
			assertThatIllegalArgumentException().isThrownBy(() -> offline.lend(A, PrivateKey::toString));
			KeyFacts imported = new KeyFacts(A, 2, Secp256k1.bouncyCastle().addressOf(other));
			assertThat(offline.judge(imported)).isNotEqualTo(Adoption.NEW);
			assertThat(offline.judge(revoked))
				.isEqualTo(Adoption.refused("this key was revoked, and that is for good"));
			KeyFacts ofAnother = new KeyFacts(agent("c"), 1, revoked.address());
			assertThat(offline.judge(ofAnother).state()).isEqualTo(Adoption.State.REFUSED);
		}
	}

	@Test
	void theNewestVersionIsListedAndLent() {
		this.keystore.make(agents("a"));
		KeyFacts current;
		try (KeyService keys = this.keystore.open()) {
			current = keys.rotate(A).current();
		}
		try (OfflineKeystore offline = this.keystore.openOffline()) {
			assertThat(offline.list()).containsExactly(current);
			assertThat(offline.lend(A, Secp256k1.bouncyCastle()::addressOf)).isEqualTo(current.address());
			assertThat(offline.findDefect(A, current.address())).isEmpty();
		}
	}

}
