package dev.registrysync.history;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.registrysync.registry.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class UntoldRunsTest {

	@TempDir
	private Path directory;

	private static String line(String type, String run, String members) {
		return "{\"type\":\"%s\",\"revision\":7,\"sync_id\":\"%s\",\"trigger\":\"api\",\"actor\":\"local\"%s}"
			.formatted(type, run, members);
	}

	private static String commit(String run) {
		return line("COMMIT", run, ",\"details\":\"committed\",\"at\":\"now\",\"documents\":{}");
	}

	private static String note(String run, String members) {
		return line("NOTE", run, members + ",\"at\":\"now\",\"bases\":[]");
	}

	private static String told(String run) {
		return "{\"type\":\"RUN\",\"revision\":7,\"run\":{\"sync_id\":\"%s\"}}".formatted(run);
	}

	private List<String> untold(String... lines) throws IOException {
		Path file = this.directory.resolve("lines");
		Files.writeString(file, String.join("\n", lines) + "\n");
		try (SeekableByteChannel channel = Files.newByteChannel(file)) {
			return new RunLines(channel, channel.size(), new LongLines()).untold()
				.stream()
				.map(JsonObject::toString)
				.toList();
		}
	}

	@Test
	void tellsOfACommitWhatItsLineSays() throws IOException {
		assertThat(untold(commit("a"))).containsExactly("{\"sync_id\":\"a\",\"at\":\"now\",\"trigger\":\"api\","
				+ "\"actor\":\"local\",\"details\":\"committed\",\"revision\":7}");
	}

	@Test
	void aRunThatIsToldIsNot() throws IOException {
		assertThat(untold(commit("a"), note("a", ",\"details\":\"more\""), told("a"))).isEmpty();
	}

	@Test
	void theLinesOfOthersMayStandBetween() throws IOException {
		assertThat(untold(commit("a"), note("b", ",\"details\":\"b\""), commit("c"), told("c"), commit("d")))
			.satisfiesExactly((first) -> assertThat(first).contains("\"sync_id\":\"a\""),
					(second) -> assertThat(second).contains("\"sync_id\":\"b\""),
					(third) -> assertThat(third).contains("\"sync_id\":\"d\""));
	}

	@Test
	void aNoteThatNamesNothingNeedsNotBeTold() throws IOException {
		assertThat(untold(note("a", ""))).isEmpty();
	}

	@Test
	void aNoteWithoutACommitIsMarked() throws IOException {
		assertThat(untold(note("a", ",\"details\":\"first\""), note("a", ",\"details\":\"all\""))).singleElement()
			.asString()
			.contains("\"details\":\"all\"", "\"noted\":true");
	}

	@Test
	void aCommitWithANoteBehindItIsOneRunWithAllThatItDecided() throws IOException {
		assertThat(untold(commit("a"), note("a", ",\"details\":\"all\""))).singleElement()
			.asString()
			.contains("\"details\":\"all\"")
			.doesNotContain("noted");
		assertThat(untold(commit("a"), note("a", ""))).singleElement().asString().contains("\"details\":\"committed\"");
	}

	@Test
	void onlyTheCommitBeforeItIsTakenBack() throws IOException {
		assertThat(untold(commit("a"), commit("b"), "{\"type\":\"ABORT\",\"revision\":7,\"kinds\":[\"agents\"]}"))
			.satisfiesExactly((first) -> assertThat(first).doesNotContain("taken_back"),
					(second) -> assertThat(second).contains("\"sync_id\":\"b\"", "\"taken_back\":true"));
	}

	@Test
	void aRunThatWasTakenBackAndNotedMoreHasMadeNoCommit() throws IOException {
		assertThat(untold(commit("a"), "{\"type\":\"ABORT\",\"revision\":7,\"kinds\":[\"agents\"]}",
				note("a", ",\"details\":\"all\"")))
			.singleElement()
			.asString()
			.contains("\"noted\":true");
	}

	@Test
	void linesOfOlderVersionsThatNameNoRunArePassedOver() throws IOException {
		assertThat(untold("{\"type\":\"COMMIT\",\"revision\":1,\"documents\":{}}",
				"{\"type\":\"NOTE\",\"revision\":1,\"bases\":[]}"))
			.isEmpty();
	}

}
