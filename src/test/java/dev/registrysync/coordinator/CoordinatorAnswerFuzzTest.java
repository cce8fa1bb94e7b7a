package dev.registrysync.coordinator;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.Text;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a coordinator answers, it is a registry or a bad answer that does not repeat
 * our token.
 */
class CoordinatorAnswerFuzzTest {

	private static final String TOKEN = "t0ken";

	private static final EntryMembers MEMBERS = EntryMembers
		.of(List.of("agent_id", "id", "name", "type", "status", "agent_type", "version"));

	@FuzzTest(maxDuration = "75s")
	void anAnswerIsARegistryOrABadAnswer(byte[] body) {
		for (Kind kind : Kind.values()) {
			Question question = Question.of("default", kind, URI.create("http://localhost:8000"));
			UnaryOperator<String> redaction = (text) -> text.replace(TOKEN, "[token]");
			try {
				RuntimeEntries answer = CoordinatorAnswer.parse(question, Text.of(body), MEMBERS, null, redaction);
				requireEntries(kind, answer);
				requireSame(CoordinatorAnswer.parse(question, Text.of(body), MEMBERS, answer, redaction), answer);
			}
			catch (BadAnswerException ex) {
				assertThat(ex.detail()).hasSizeBetween(1, 300).doesNotContain(TOKEN, "\n", "\r", "\u001b");
			}
		}
	}

	private static void requireSame(RuntimeEntries again, RuntimeEntries entries) {
		assertThat(again.entries().bytes()).isEqualTo(entries.entries().bytes());
		assertThat(again.quarantined()).isEqualTo(entries.quarantined());
		assertThat(again.complete()).isEqualTo(entries.complete());
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
