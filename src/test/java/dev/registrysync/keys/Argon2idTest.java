package dev.registrysync.keys;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class Argon2idTest {

	@TempDir
	private Path temporary;

	/** A known answer of the reference implementation: test.c, Argon2id, version 19. */
	@Test
	void derivesTheKeyOfTheReferenceImplementation() {
		Path file = TestKeystore.passphrase(this.temporary.resolve("passphrase"), "password\n");
		Argon2id kdf = new Argon2id(65536, 2, 1, HexFormat.of().formatHex("somesalt".getBytes(UTF_8)));
		byte[] expected = HexFormat.of().parseHex("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
		byte[] secret = new byte[32];
		try (SecretFile passphrase = Keystore.passphrase(file);
				AesKey derived = kdf.derive(passphrase);
				AesKey same = AesKey.of(expected)) {
			Sealed sealed = derived.seal(secret, new byte[0]);
			assertThat(same.open(sealed, new byte[0])).isPresent();
		}
	}

	@Test
	void readsWhatItWrites() {
		Argon2id kdf = Argon2id.recommended();
		assertThat(Argon2id.find(kdf.toJson())).isEqualTo(Optional.of(kdf));
		assertThat(kdf.salt()).hasSize(32).isNotEqualTo(Argon2id.recommended().salt());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}",
			"{'name':'scrypt','memory_kib':19456,'iterations':2,'parallelism':1,'salt':'0011223344556677'}",
			"{'name':'argon2id','memory_kib':99999999999,'iterations':2,'parallelism':1,'salt':'0011223344556677'}",
			"{'name':'argon2id','memory_kib':4,'iterations':2,'parallelism':1,'salt':'0011223344556677'}",
			"{'name':'argon2id','memory_kib':19456,'iterations':0,'parallelism':1,'salt':'0011223344556677'}",
			"{'name':'argon2id','memory_kib':19456,'iterations':2.5,'parallelism':1,'salt':'0011223344556677'}",
			"{'name':'argon2id','memory_kib':19456,'iterations':2,'parallelism':1,'salt':'00'}" })
	void refusesParametersThatAreNotSane(String json) {
		JsonObject members = (JsonObject) JsonReader.read(json.replace('\'', '"').getBytes(UTF_8));
		assertThat(Argon2id.find(members)).isEmpty();
	}

}
