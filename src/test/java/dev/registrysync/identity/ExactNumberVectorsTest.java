package dev.registrysync.identity;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The digest of entries with numbers that a double cannot hold, as ethers, canonicalize
 * and Python's decimal compute it.
 */
class ExactNumberVectorsTest {

	private static final JsonObject FILE = file();

	private static JsonObject file() {
		try (InputStream in = ExactNumberVectorsTest.class
			.getResourceAsStream("/vectors/attestation-exact-numbers.json")) {
			return (JsonObject) JsonReader.read(Objects.requireNonNull(in).readAllBytes());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static List<JsonObject> vectors() {
		JsonArray vectors = (JsonArray) FILE.find("vectors").orElseThrow();
		return vectors.values().stream().map(JsonObject.class::cast).toList();
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void everyStepGivesTheSameBytes(JsonObject vector) {
		JsonObject entry = object(Vectors.text(vector, "entry_text"));
		assertThat(new String(CanonicalJson.bytes(entry), UTF_8)).isEqualTo(Vectors.text(vector, "rfc8785"));
		assertThat(new String(CanonicalJson.exactBytes(entry), UTF_8)).isEqualTo(Vectors.text(vector, "digest_input"));
		ContentDigest content = ContentDigest.of(entry);
		assertThat(content.text()).isEqualTo(Vectors.text(vector, "content_digest"));
		EntryRef ref = EntryRef.of(Kind.AGENTS, "a1");
		Secp256k1 secp256k1 = Secp256k1.bouncyCastle();
		try (PrivateKey key = Vectors.privateKey(FILE)) {
			String text = Attestation.text(UUID.fromString(Vectors.text(FILE, "registry_id")), ref,
					new KeyFacts(ref, 1, secp256k1.addressOf(key)), content, new Revision(7));
			assertThat(text).isEqualTo(Vectors.text(vector, "attestation_text"));
			assertThat(secp256k1.sign(PersonalMessage.hash(text), key).hex())
				.isEqualTo(Vectors.text(vector, "signature"));
		}
	}

	@Test
	void aLineFeedInANameCannotImitateAnotherNumber() {
		String two = "{\"a\": 1234567890123456789, \"a 1234567890123456789e0\\n/b\": 1234567890123456800, "
				+ "\"b\": 1234567890123456789}";
		String one = "{\"a\": 1234567890123456800, \"a 1234567890123456789e0\\n/b\": 1234567890123456789, "
				+ "\"b\": 1234567890123456800}";
		assertThat(ContentDigest.of(object(two))).isNotEqualTo(ContentDigest.of(object(one)));
		assertThat(new String(CanonicalJson.exactBytes(object(one)), UTF_8))
			.endsWith("\n\"/a 1234567890123456789e0\\n~1b\" 1234567890123456789e0");
	}

	@Test
	void digitsBehindThePointCountToo() {
		assertThat(new String(CanonicalJson.exactBytes(object("{\"x\": 333333333.33333329}")), UTF_8))
			.isEqualTo("{\"x\":333333333.3333333}\n/x 33333333333333329e-8");
	}

	@Test
	void hugeExponentsTakeNoRoom() {
		assertThat(new String(CanonicalJson.exactBytes(object("{\"x\": 1E-999999999}")), UTF_8))
			.isEqualTo("{\"x\":0}\n/x 1e-999999999");
		assertThat(ContentDigest.find(object("{\"x\": 1e400}"))).isEmpty();
	}

	private static JsonObject object(String text) {
		return (JsonObject) JsonReader.read(text.getBytes(UTF_8));
	}

}
