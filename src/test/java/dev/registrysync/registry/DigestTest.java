package dev.registrysync.registry;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class DigestTest {

	private static final String OF_NOTHING = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "abc", "a text that is longer than one block of the digest, which has 64 bytes" })
	void isWrittenAsTheDigestOfTheTextAndReadAgain(String text) {
		Digest digest = Digest.of(text.getBytes(UTF_8));
		assertThat(digest).hasToString(Sha256.of(text.getBytes(UTF_8)));
		assertThat(Digest.find(digest.toString())).contains(digest);
	}

	@ParameterizedTest
	@ValueSource(ints = { 7, 22, 23, 38, 39, 54, 55, 70 })
	void eachOfItsDigitsCounts(int at) {
		String other = OF_NOTHING.substring(0, at) + ((OF_NOTHING.charAt(at) == '0') ? '1' : '0')
				+ OF_NOTHING.substring(at + 1);
		assertThat(Digest.find(other)).isPresent().get().isNotEqualTo(Digest.of(new byte[0])).hasToString(other);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "sha256:", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
			"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555",
			"sha256:E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"sha256:g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
			"sha512:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" })
	void otherTextsAreNoDigests(String text) {
		assertThat(Digest.find(text)).isEmpty();
	}

}
