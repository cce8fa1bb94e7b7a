package dev.registrysync.coordinator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a coordinator answers, it is a registry or a bad answer that does not repeat
 * our token.
 */
class CoordinatorAnswerFuzzTest {

	private static final String TOKEN = "t0ken";

	private static final EntryTable KNOWN = EntryTable
		.parse("{\"a\":{\"id\":1},\"b\":{\"type\":{}},\"c\":{\"t\":\"\\\\u00e9\\u00e9\"}}"
			.getBytes(StandardCharsets.US_ASCII));

	@FuzzTest(maxDuration = "75s")
	void anAnswerIsARegistryOrABadAnswer(byte[] body) {
		for (Kind kind : Kind.values()) {
			Question question = Question.of("default", kind, URI.create("http://localhost:8000"));
			try {
				RuntimeEntries entries = CoordinatorAnswer.parse(question, body,
						EntryMembers.of(List.of("agent_id", "id", "name", "type", "status", "agent_type", "version")),
						EntryTable.EMPTY, (text) -> text.replace(TOKEN, "[token]"));
				requireEntries(kind, entries);
				requireSameAgain(kind, body, entries);
			}
			catch (BadAnswerException ex) {
				assertThat(AnswerAgain.read(kind, body,
						EntryMembers.of(List.of("agent_id", "id", "name", "type", "status", "agent_type", "version")),
						KNOWN))
					.isEmpty();
				assertThat(ex.detail()).hasSizeBetween(1, 300).doesNotContain(TOKEN, "\n", "\r", "\u001b");
			}
		}
	}

	/**
	 * Whatever of it the answer before had.
	 */
	private static void requireSameAgain(Kind kind, byte[] body, RuntimeEntries entries) {
		EntryTable.Builder half = EntryTable.builder();
		entries.entries()
			.ids()
			.stream()
			.filter((id) -> id.value().length() % 2 == 0)
			.forEach((id) -> half.addFrom(entries.entries(), id));
		for (EntryTable before : List.of(entries.entries(), half.build())) {
			AnswerAgain
				.read(kind, body,
						EntryMembers.of(List.of("agent_id", "id", "name", "type", "status", "agent_type", "version")),
						before)
				.ifPresent((again) -> {
					assertThat(again.entries().bytes()).isEqualTo(entries.entries().bytes());
					assertThat(again.quarantined()).isEqualTo(entries.quarantined());
					assertThat(again.complete()).isEqualTo(entries.complete());
				});
		}
	}

	private static void requireEntries(Kind kind, RuntimeEntries entries) {
		assertThat(entries.kind()).isEqualTo(kind);
		for (EntryId id : entries.entries().ids()) {
			JsonObject members = entries.entries().find(id).orElseThrow();
			assertThat(members.names()).noneMatch((name) -> name.startsWith("_") || name.equals("instance"));
			assertThat(entries.quarantined()).doesNotContainKey(id.value());
			assertThat(ContentDigest.of(members).text()).startsWith("sha256:");
		}
	}

}
