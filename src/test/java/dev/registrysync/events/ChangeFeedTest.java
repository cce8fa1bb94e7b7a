package dev.registrysync.events;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.registrysync.history.RecordedHistory;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChangeFeedTest {

	private static final int ALL = 1_000;

	@TempDir
	private Path directory;

	private RecordedHistory open(int keep) {
		return new RecordedHistory(this.directory, keep);
	}

	private static List<String> read(RecordedHistory history, Position from, int limit) {
		return new ChangeFeed(history.log()).after(from, limit)
			.stream()
			.map((change) -> change.position() + " " + change.entry().ref().id())
			.toList();
	}

	private static void assertCompacted(RecordedHistory history, Position from) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(history, from, 1))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.EVENTS_COMPACTED));
	}

	@Test
	void goesOnBehindAnyEventWithoutAGapAndAfterARestartToo() {
		RecordedHistory history = open(50);
		history.commit("a", "b");
		history.commit("c");
		List<String> all = List.of("1-1 a", "1-2 b", "2-1 c");
		for (int restart = 0; restart < 2; restart++) {
			assertThat(read(history, Position.BEGINNING, ALL)).isEqualTo(all);
			assertThat(read(history, new Position(1, 1), ALL)).isEqualTo(all.subList(1, 3));
			assertThat(read(history, new Position(1, 2), ALL)).isEqualTo(all.subList(2, 3));
			assertThat(read(history, Position.endOf(1), ALL)).isEqualTo(all.subList(2, 3));
			assertThat(read(history, new Position(2, 1), ALL)).isEmpty();
			assertThat(read(history, Position.BEGINNING, 2)).isEqualTo(all.subList(0, 2));
			history.reopen();
		}
	}

	@Test
	void anEventTellsWhatTheCommitDid() {
		RecordedHistory history = open(50);
		history.commit("a");

		assertThat(new ChangeFeed(history.log()).after(Position.BEGINNING, 1)).singleElement()
			.satisfies((change) -> assertThat(change.toJson()).hasToString(
					"{\"kind\":\"agents\",\"id\":\"a\",\"action\":\"updated\",\"revision\":1,\"digest_before\":null,"
							+ "\"digest_after\":\"sha256:1\",\"at\":\"2026-11-25T12:00:00Z\",\"sync_id\":\"run-1\"}"));
	}

	@Test
	void theEndIsBehindAllThatIsThere() {
		RecordedHistory history = open(50);
		history.commit("a", "b");
		Position end = new ChangeFeed(history.log()).end();
		assertThat(read(history, end, ALL)).isEmpty();

		history.commit("c");

		assertThat(read(history, end, ALL)).containsExactly("2-1 c");
		assertThat(Position.find(end.toString())).contains(end);
	}

	@Test
	void whatWasCompactedIsSaidAndNotLeftOut() {
		RecordedHistory history = open(4);
		IntStream.rangeClosed(1, 30).forEach((i) -> history.commit("agent-" + i));
		assertCompacted(history, Position.BEGINNING);
		assertCompacted(history, new Position(2, 1));
		history.reopen();
		assertCompacted(history, Position.BEGINNING);
		assertThat(read(history, new Position(28, 1), ALL)).containsExactly("29-1 agent-29", "30-1 agent-30");
	}

	@Test
	void aPositionOfAnotherHistoryIsRefused() {
		RecordedHistory history = open(50);
		history.commit("a");

		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> read(history, new Position(7, 1), 1))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.EVENTS_COMPACTED);
				assertThat(ex.data()).containsEntry("revision", 7L);
				assertThat(ex.detail()).contains("belongs to revision 7,", "the last one here is 1:");
			});
	}

	@Test
	void whoeverWaitsIsWokenByTheNextCommit() throws Exception {
		RecordedHistory history = open(50);
		ChangeFeed feed = new ChangeFeed(history.log());
		CompletableFuture<Boolean> woken = CompletableFuture.supplyAsync(() -> {
			try {
				return feed.await(Position.BEGINNING, Duration.ofDays(1));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});

		history.commit("a");

		assertThat(woken.get()).isTrue();
	}

	@Test
	void waitingEndsWithItsTime() throws Exception {
		assertThat(new ChangeFeed(open(50).log()).await(Position.BEGINNING, Duration.ZERO)).isFalse();
	}

}
