package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.reconcile.EntrySend;
import dev.registrysync.reconcile.EntrySend.Sent;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PushChunksTest {

	private static final int LIMIT = 512 * 1024;

	private static EntrySend send(int number, int size) {
		JsonPointer notes = JsonPointer.of("notes");
		Sent sent = new Sent(notes, new JsonString("ä".repeat(size / 6)), JsonLiteral.NULL);
		return new EntrySend(EntryRef.of(Kind.AGENTS, "a" + number), Map.of(notes, sent), Optional.empty());
	}

	@Test
	void noPatchIsLargerThanASourceTakes() {
		List<EntrySend> sends = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			sends.add(send(i, 1000 * (i + 1)));
		}
		List<List<EntrySend>> chunks = PushChunks.of(sends);
		assertThat(chunks).hasSizeGreaterThan(1)
			.allSatisfy((chunk) -> assertThat(JsonText.compactBytes(PushChunks.patch(chunk)))
				.hasSizeLessThanOrEqualTo(LIMIT));
		assertThat(chunks.stream().flatMap(List::stream)).containsExactlyElementsOf(sends);
	}

	@Test
	void anEntryThatIsTooLargeByItselfIsInNobodysWay() {
		EntrySend large = send(1, 2 * LIMIT);
		EntrySend small = send(2, 100);
		EntrySend other = send(3, 100);
		assertThat(PushChunks.of(List.of(small, large, other))).containsExactly(List.of(small, other), List.of(large));
		assertThat(PushChunks.of(List.of())).isEmpty();
	}

}
