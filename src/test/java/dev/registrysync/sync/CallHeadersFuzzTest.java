package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in the headers of a call, it names what the caller has seen and how it
 * would like its answer, or nothing.
 */
class CallHeadersFuzzTest {

	private static final String PRESENT = "\"7-0123456789abcdef0123456789abcdef\"";

	@FuzzTest(maxDuration = "75s")
	void onlyTheTagOfWhatIsThereLetsAChangeThrough(byte[] bytes) {
		String value = new String(bytes, StandardCharsets.ISO_8859_1);
		boolean holds = IfMatch.of(headers(HttpHeaders.IF_MATCH, value)).holds(PRESENT);
		if (holds) {
			assertThat(value).containsAnyOf("*", "0123456789abcdef0123456789abcdef");
		}
		assertThat(IfMatch.of(headers(HttpHeaders.IF_MATCH, PRESENT)).holds(PRESENT)).isTrue();
	}

	@FuzzTest(maxDuration = "75s")
	void onlyWhoeverSaysSoIsNotWaitedFor(byte[] bytes) {
		String value = new String(bytes, StandardCharsets.ISO_8859_1);
		if (Preference.isAsync(headers(Preference.HEADER, value))) {
			assertThat(value).containsIgnoringCase(Preference.RESPOND_ASYNC);
		}
		assertThat(Preference.isAsync(headers(Preference.HEADER, "a=\"" + value.replaceAll("[\"\\\\]", "") + "\"")))
			.isFalse();
	}

	private static HttpHeaders headers(String name, String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.add(name, value);
		return headers;
	}

}
