package dev.registrysync.keys;

import java.nio.file.Path;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.UnsignableContentException;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the keystore's header holds, it is read whole or refused.
 */
class KeystoreHeaderFuzzTest {

	@FuzzTest(maxDuration = "75s")
	void aHeaderIsReadWholeOrRefused(byte[] bytes) {
		try {
			KeystoreHeader header = KeystoreHeader.read(Path.of("header"), withChecksum(bytes));
			assertThat(KeystoreHeader.read(Path.of("header"), header.toBytes())).isEqualTo(header);
		}
		catch (ProblemException ex) {
			assertThat(ex.detail()).hasSizeLessThan(600).doesNotContain("\n", "\u001b");
		}
	}

	/**
	 * The same with the checksum that fits, if it is an object: no fuzzer finds a digest.
	 */
	private static byte[] withChecksum(byte[] bytes) {
		try {
			return (JsonReader.read(bytes) instanceof JsonObject header) ? JsonText
				.compactBytes(header.with("checksum", ContentDigest.of(header.without("checksum")).text())) : bytes;
		}
		catch (JsonSyntaxException | UnsignableContentException ex) {
			return bytes;
		}
	}

}
