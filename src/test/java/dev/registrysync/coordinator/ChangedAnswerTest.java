package dev.registrysync.coordinator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.Text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChangedAnswerTest {

	private static final String LAST = """
			{"a":{"x":1.50,"y":[{"z":null}]},"b":{"name":"b\u00e9"},"c":{"_secret":1,"d":2}}""";

	private static final EntryMembers MEMBERS = EntryMembers.of(List.of("x", "n", "name", "d", "v"));

	private static RuntimeEntries whole(String body) {
		return parse(body, null);
	}

	private static RuntimeEntries after(String last, String body) {
		return parse(body, parse(last, null));
	}

	private static RuntimeEntries parse(String body, @Nullable RuntimeEntries last) {
		Question question = Question.of("default", Kind.AGENTS, URI.create("http://localhost:8000"));
		return CoordinatorAnswer.parse(question, Text.of(bytes(body)), MEMBERS, last, (text) -> text);
	}

	private static byte[] bytes(String body) {
		return body.getBytes(StandardCharsets.UTF_8);
	}

	private static void requireSame(RuntimeEntries found, RuntimeEntries expected) {
		assertThat(found.entries().bytes()).isEqualTo(expected.entries().bytes());
		assertThat(found.entries().ids()).containsExactlyElementsOf(expected.entries().ids());
		for (EntryId id : expected.entries().ids()) {
			assertThat(found.entries().find(id)).isEqualTo(expected.entries().find(id));
		}
		assertThat(found.quarantined()).isEqualTo(expected.quarantined());
		assertThat(found.envelope()).isEqualTo(expected.envelope());
		assertThat(found.complete()).isEqualTo(expected.complete());
	}

	@ParameterizedTest
	@ValueSource(strings = { LAST, "{\"a\":{\"x\":1.5,\"y\":[{\"z\":null}]}}", "{\"c\":{\"d\":2}, \"a\" : {\"n\":[]} }",
			"\ufeff{\"new\":{\"instance\":{},\"x\":0},\"b\":{\"name\":\"b\u00e9\"}}",
			"{\"a\":{\"x\":1.50,\"y\":[{\"z\":null}]},\"\\u0007\":{\"x\":1},\"n\":{\"x\":\"\\ud800\"}}",
			"{\"registered_agents\":{\"a\":{},\"c\":{\"_secret\":1,\"d\":2}}}",
			"{\"agents\":[{\"id\":\"b\"},{\"id\":\"c\"},{\"id\":\"b\"}]}",
			"{\"a\":{\"x\":1,\"x\":2},\"b\":{\"name\":\"b\u00e9\"}}",
			"{\"registry\":{\"registered_agents\":{\"b\":{\"name\":\"b\u00e9\"}}}}", "{}",
			"{\"registered_agents\":{}}" })
	void findsWhatTheWholeAnswerSays(String body) {
		requireSame(after(LAST, body), whole(body));
		requireSame(after(body, LAST), whole(LAST));
	}

	/**
	 * An object that an envelope says is an entry need not be one in a map that does not
	 * say so.
	 */
	@Test
	void anEntryOfAnEnvelopeIsLookedAtAnewInAMap() {
		String envelope = "{\"registered_agents\":{\"a\":{\"other\":1},\"b\":{\"x\":1},\"data\":{\"x\":1}}}";
		String map = "{\"a\":{\"other\":1},\"b\":{\"x\":1},\"data\":{\"x\":1}}";
		requireSame(after(envelope, map), whole(map));
		assertThat(whole(map).quarantined()).containsOnlyKeys("a", "data");
		assertThat(whole(envelope).quarantined()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":{\"d\":1},\"b\":{\"x\":1}}\u00e9<html>", "{\"a\":{\"d\":1}}\ufeff{}",
			"{\"a\":{\"d\":1},}", "{\"a\":{\"d\":\"\\ud800\"},\"a\":{\"d\":1},\"b\":{\"x\":1}}",
			"{\"a\":{\"d\":1e999},\"a\":{\"d\":1}}", "{\"e\":{\"d\":\"\\\u00e9\"}}", "{\"a\":{\"d\":1}",
			"{\"a\":{\"d\":1}},", "{\"a\" {\"d\":1}}", "{\"a\":{\"d\":1}\"b\":{\"x\":1}}" })
	void acceptsNothingThatTheWholeReadingRefuses(String body) {
		String last = "{\"a\":{\"d\":1},\"b\":{\"x\":1},\"e\":{\"d\":\"\\\\u00e9\"}}";
		assertThatExceptionOfType(BadAnswerException.class).isThrownBy(() -> whole(body));
		assertThatExceptionOfType(BadAnswerException.class).isThrownBy(() -> after(last, body));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 397, 398, 399, 400, 498, 499, 500, 501 })
	void isAsDeepAsTheWholeReading(int levels) {
		String deep = "{\"n\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
		String body = "{\"a\":{\"x\":1},\"new\":" + ((levels > 1) ? deep : "{\"x\":1}") + "}";
		RuntimeEntries found = after("{\"a\":{\"x\":1}}", body);
		assertThat(found.quarantined().isEmpty()).isEqualTo(levels <= 400);
		requireSame(found, whole(body));
	}

	@Test
	void findsTheSameInAnyChangedAnswer() {
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			List<String> entries = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				entries.add(entry(i, random));
			}
			String last = map(entries);
			for (int i = 0; i < 3; i++) {
				int changed = random.nextInt(entries.size());
				entries.set(changed, entry(changed, random));
			}
			entries.remove(random.nextInt(entries.size()));
			entries.add(random.nextInt(entries.size()), entry(99, random));
			requireSame(after(last, map(entries)), whole(map(entries)));
		}
	}

	private static String map(List<String> entries) {
		return "{" + String.join(",", entries) + "}";
	}

	private static String entry(int number, Random random) {
		List<String> values = List.of("1", "-2.50", "\"text \u00fc\"", "null", "[true,{}]", "{\"_p\":1,\"q\":\"\"}");
		return "\"agent%d\":{\"v\":%s,\"w\":%s}".formatted(number, values.get(random.nextInt(values.size())),
				values.get(random.nextInt(values.size())));
	}

}
