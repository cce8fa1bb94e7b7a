package dev.registrysync.idempotency;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.problem.InvalidRequestException;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in an Idempotency-Key, it is a key that a caller can send again, or
 * refused.
 */
class IdempotencyKeyFuzzTest {

	private static final MockHttpServletRequest REQUEST = new MockHttpServletRequest("POST", "/sync");

	@FuzzTest(maxDuration = "75s")
	void aHeaderIsAKeyOrRefused(byte[] bytes) {
		String header = new String(bytes, StandardCharsets.ISO_8859_1);
		try {
			IdempotencyKey call = IdempotencyKey.of(REQUEST, header);
			assertThat(header).contains(call.key());
			assertThat(call.key()).hasSizeBetween(1, 255).matches("[!-~&&[^\"]]+");
			assertThat(IdempotencyKey.of(REQUEST, "\"" + call.key() + "\"")).isEqualTo(call);
		}
		catch (InvalidRequestException ex) {
			assertThat(ex.data()).containsKey("errors");
		}
	}

}
