package dev.registrysync.keys;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.identity.ServiceKeyFacts;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ServiceKeyTest {

	@TempDir
	private Path temporary;

	private TestKeystore keystore;

	@BeforeEach
	void prepare() {
		this.keystore = new TestKeystore(this.temporary);
	}

	private Path file() {
		return this.keystore.directory().resolve("service");
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
		assertThat(file()).doesNotExist();
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
		assertThat(TestKeystore.mode(file())).isEqualTo("rw-------");
	}

	@Test
	void isNobodysKey() {
		ServiceKeyFacts made = make();
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).isEmpty();
			assertThat(keys.allVersions()).isEmpty();
			assertThat(keys.ownerOf(made.address())).isEmpty();
		}
		try (OfflineKeystore keys = OfflineKeystore.find(this.keystore.directory(), null, Secp256k1.bouncyCastle())
			.orElseThrow()) {
			assertThat(keys.list()).isEmpty();
			assertThat(keys.service().find()).contains(made);
		}
	}

	@Test
	void staysTheSameUnderANewPassphrase() {
		ServiceKeyFacts made = make();
		Path passphrase = TestKeystore.passphrase(this.temporary.resolve("passphrase"), "a passphrase");
		new Rewrapping(this.keystore.directory(), null).toPassphrase(passphrase);
		try (KeyService keys = this.keystore.open(passphrase)) {
			assertThat(keys.service().find()).contains(made);
			assertThat(keys.service().sign("text").hex()).hasSize(130);
		}
	}

	@Test
	void everyChangedByteIsNoticed() {
		make();
		byte[] bytes = TestKeystore.read(file());
		for (int i = 0; i < bytes.length - 1; i++) {
			byte[] changed = bytes.clone();
			changed[i] ^= 1;
			TestKeystore.write(file(), changed);
			assertDamaged("byte " + i);
			assertThat(file()).hasBinaryContent(changed);
		}
		for (int length : new int[] { 0, 1, bytes.length / 2 }) {
			TestKeystore.write(file(), Arrays.copyOf(bytes, length));
			assertDamaged("cut to " + length);
		}
	}

	private void assertDamaged(String what) {
		assertThatExceptionOfType(ProblemException.class).as(what).isThrownBy(this.keystore::open).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.KEYSTORE_DAMAGED);
			assertThat(ex.data()).containsEntry("file", file().toString());
		});
	}

	@Test
	void theKeyOfAnotherKeystoreIsNotTakenForThisOnes() {
		make();
		TestKeystore other = new TestKeystore(this.temporary.resolve("other"));
		other.open().close();
		TestKeystore.write(other.directory().resolve("service"), TestKeystore.read(file()));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(other::open)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.KEYSTORE_DAMAGED));
	}

	@Test
	void aKeystoreOfWhichOnlyThisKeyIsLeftIsNotMadeAnew() {
		make();
		TestKeystore.delete(this.keystore.header());
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.keystore::open)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.KEYSTORE_MISSING));
		assertThat(Files.exists(this.keystore.header())).isFalse();
	}

}
