package dev.registrysync.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.registrysync.database.TestEngine;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.identity.ServiceKeyFacts;
import dev.registrysync.problem.ProblemCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ParameterizedClass
@EnumSource(TestEngine.class)
class ServiceKeyTest extends KeystoreFixture {

	ServiceKeyTest(TestEngine engine) {
		super(engine);
	}

	private ServiceKeyFacts make() {
		try (KeyService keys = this.keystore.open()) {
			return keys.service().make("sha256:0");
		}
	}

	@Test
	void aKeystoreThatIsOnlyOpenedGetsNone() {
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.service().find()).isEmpty();
			assertThatIllegalStateException().isThrownBy(() -> keys.service().sign("text"));
		}
		assertThat(rows()).isEmpty();
	}

	@Test
	void isMadeOnceAndSignsAfterEachStart() {
		ServiceKeyFacts made = make();
		try (KeyService keys = this.keystore.open()) {
			ServiceIdentity service = keys.service();
			assertThat(service.find()).contains(made);
			assertThat(Secp256k1.bouncyCastle().recover(PersonalMessage.hash("text"), service.sign("text")))
				.contains(made.address());
			assertThatIllegalStateException().isThrownBy(() -> service.make("sha256:1"));
		}
		assertThat(rows()).hasSize(1);
	}

	@Test
	void isNobodysKey() {
		ServiceKeyFacts made = make();
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).isEmpty();
			assertThat(keys.allVersions()).isEmpty();
			assertThat(keys.ownerOf(made.address())).isEmpty();
		}
		try (OfflineKeystore keys = this.keystore.openOffline()) {
			assertThat(keys.list()).isEmpty();
			assertThat(keys.service().find()).contains(made);
		}
	}

	@Test
	void staysTheSameUnderANewPassphrase() {
		ServiceKeyFacts made = make();
		Path passphrase = TestKeystore.passphrase(this.temporary.resolve("passphrase"), "a passphrase");
		new Keystore(this.keystore.directory(), null).changeToPassphrase(passphrase);
		try (KeyService keys = this.keystore.open(passphrase)) {
			assertThat(keys.service().find()).contains(made);
			assertThat(keys.service().sign("text").hex()).hasSize(130);
		}
	}

	private List<Map<String, Object>> rows() {
		return this.keystore.database()
			.read((sql) -> sql.sql("select * from keystore.service_key").query().listOfRows());
	}

	@ParameterizedTest
	@ValueSource(strings = { "version = 2", "address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'",
			"after_digest = 'sha256:1'", "created_at = created_at + 1" })
	void everythingThatStandsBesideItIsBoundToIt(String change) {
		make();
		this.keystore.change("update keystore.service_key set " + change);
		assertDamaged();
	}

	@Test
	void everyByteOfItIsAuthenticated() {
		make();
		byte[] sealed = (byte[]) rows().get(0).get("sealed");
		for (int i = 0; i < sealed.length; i++) {
			byte[] changed = sealed.clone();
			changed[i] ^= 1;
			seal(changed);
			assertDamaged();
		}
		seal(Arrays.copyOf(sealed, 7));
		assertDamaged();
	}

	private void seal(byte[] sealed) {
		this.keystore.database()
			.<Integer>write((sql) -> sql.sql("update keystore.service_key set sealed = :sealed")
				.param("sealed", sealed)
				.update());
	}

	private void assertDamaged() {
		assertThat(fails(ProblemCode.KEYSTORE_DAMAGED, this.keystore::open))
			.hasMessageContaining("the service's own key");
	}

	@Test
	void aKeystoreOfWhichOnlyThisKeyIsLeftIsNotMadeAnew() {
		make();
		TestKeystore.delete(this.keystore.header());
		fails(ProblemCode.KEYSTORE_MISSING, this.keystore::open);
		assertThat(Files.exists(this.keystore.header())).isFalse();
	}

}
