package dev.registrysync.sync;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

class PreferenceTest {

	private static boolean isAsync(String... values) {
		HttpHeaders headers = new HttpHeaders();
		for (String value : values) {
			headers.add("Prefer", value);
		}
		return Preference.isAsync(headers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "respond-async", "Respond-Async", "respond-async, wait=10", "wait=10 , respond-async",
			"return=minimal;foo=\"a,b\", respond-async;x=1" })
	void aCallerThatWouldRatherNotWaitIsHeard(String value) {
		assertThat(isAsync(value)).isTrue();
		assertThat(isAsync("return=minimal", value)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "wait=10", "respond-asynchronously", "x=\"a, respond-async\"", "x=respond-async",
			"x; respond-async", "respon\"\"d-async" })
	void anythingElseIsNotThatPreference(String value) {
		assertThat(isAsync(value)).isFalse();
		assertThat(isAsync()).isFalse();
	}

}
