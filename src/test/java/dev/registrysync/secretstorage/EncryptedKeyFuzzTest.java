package dev.registrysync.secretstorage;

import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.registry.JsonText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in a file that is said to hold a key, it is refused without a word of
 * it, or read whole; nothing dear is begun.
 */
class EncryptedKeyFuzzTest {

	@FuzzTest(maxDuration = "75s")
	void aFileIsRefusedOrReadWhole(byte[] text) {
		Optional<EncryptedKey> found = parse(text);
		found.ifPresent((key) -> {
			EncryptedKey again = EncryptedKey.parse(JsonText.compactBytes(key.toJson()));
			assertThat(again.toJson()).isEqualTo(key.toJson());
			assertThat(again.findAddress()).isEqualTo(key.findAddress());
			assertThat(key).hasToString("[encrypted]");
		});
	}

	private static Optional<EncryptedKey> parse(byte[] text) {
		try {
			return Optional.of(EncryptedKey.parse(text));
		}
		catch (SecretStorageException ex) {
			assertThat(ex.reason()).hasSizeBetween(1, 300).doesNotContainPattern("[0-9a-fA-F]{17}");
			assertThat(ex.getCause()).isNull();
			return Optional.empty();
		}
	}

}
