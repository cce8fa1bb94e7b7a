package dev.registrysync.history;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.history.LinesBackwards.Line;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.registry.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RunsTest {

	private static final int RUNS = 3000;

	@TempDir
	private Path directory;

	private Runs runs;

	@BeforeEach
	void open() {
		this.runs = HistoryTestAccess.open(this.directory, new InMemoryServiceIdentity()).runs();
	}

	private static JsonObject run(int number) {
		return JsonObject.EMPTY.with("sync_id", "run-" + number);
	}

	@Test
	void pagesThroughThousandsWhileMoreComeAndTellsEachOnce() {
		List<JsonObject> told = IntStream.range(0, RUNS).mapToObj(RunsTest::run).toList();
		this.runs.tell(told.stream().map((run) -> new RunRecord(run, Optional.empty())).toList());
		List<JsonObject> read = new ArrayList<>();
		OptionalLong before = OptionalLong.empty();
		do {
			RunPage page = this.runs.page(before, 97);
			assertThat(page.runs()).hasSizeLessThanOrEqualTo(97);
			read.addAll(page.runs());
			before = page.next();
			this.runs.tell(List.of(new RunRecord(run(-1), Optional.empty())));
		}
		while (before.isPresent());
		Collections.reverse(read);
		assertThat(read).isEqualTo(told);
		assertThat(this.runs.find("run-17")).contains(run(17));
		assertThat(this.runs.find("run-3000")).isEmpty();
	}

	@Test
	void crossesAHugeLineWithLittleMemory() throws Exception {
		Path file = this.directory.resolve("lines");
		Files.writeString(file, "{\"type\":\"RUN\",\"run\":{\"sync_id\":\"first\"}}\n" + "x".repeat(5_000_000)
				+ "\n{\"type\":\"RUN\",\"run\":{\"sync_id\":\"last\"}}\n");
		try (SeekableByteChannel channel = Files.newByteChannel(file)) {
			SmallReads small = new SmallReads(channel);
			RunPage page = new RunLines(small, channel.size()).page(10, 0);
			assertThat(page.runs()).extracting((run) -> run.findText("sync_id").orElseThrow())
				.containsExactly("last", "first");
			assertThat(small.largest).isLessThanOrEqualTo(1 << 16);
		}
	}

	@Test
	void findsEveryLineWhereverThePiecesEnd() throws Exception {
		Path file = this.directory.resolve("lines");
		List<String> lines = IntStream.range(0, 400).mapToObj((i) -> "a".repeat(i * 7 % 1013)).toList();
		Files.writeString(file, String.join("\n", lines) + "\n");
		try (SeekableByteChannel channel = Files.newByteChannel(file)) {
			LinesBackwards backwards = new LinesBackwards(channel, channel.size());
			List<String> found = new ArrayList<>();
			Optional<Line> line = backwards.previous();
			while (line.isPresent()) {
				found.add(0, new String(backwards.read(line.get()), StandardCharsets.US_ASCII));
				line = backwards.previous();
			}
			assertThat(found).isEqualTo(lines);
		}
	}

	@Test
	void pagesThroughWhatARunDecided() {
		Details details = Details.of(IntStream.range(0, 500).mapToObj(RunsTest::run)).orElseThrow();
		this.runs.tell(List.of(new RunRecord(run(1), Optional.of(details))));
		assertThat(this.runs.details(details.digest(), 200, 3)).contains(List.of(run(200), run(201), run(202)));
		assertThat(this.runs.details(details.digest(), 499, 3)).contains(List.of(run(499)));
		assertThat(this.runs.details("sha256:" + "0".repeat(64), 0, 3)).isEmpty();
		assertThat(Details.of(IntStream.range(0, 0).mapToObj(RunsTest::run))).isEmpty();
	}

	@Test
	void whatIsAmongThemIsNotAddedAgain() {
		Details two = Details.of(Stream.of(run(1), run(2))).orElseThrow();
		assertThat(two.with(Stream.of(run(2), run(1)))).isSameAs(two);
		Details three = two.with(Stream.of(run(3), run(2), run(3)));
		assertThat(three.digest()).isEqualTo(Details.of(Stream.of(run(1), run(2), run(3))).orElseThrow().digest());
	}

	private static final class SmallReads implements SeekableByteChannel {

		private final SeekableByteChannel channel;

		private int largest;

		private SmallReads(SeekableByteChannel channel) {
			this.channel = channel;
		}

		@Override
		public int read(ByteBuffer buffer) throws java.io.IOException {
			this.largest = Math.max(this.largest, buffer.remaining());
			return this.channel.read(buffer);
		}

		@Override
		public int write(ByteBuffer buffer) {
			throw new UnsupportedOperationException();
		}

		@Override
		public long position() throws java.io.IOException {
			return this.channel.position();
		}

		@Override
		public SeekableByteChannel position(long position) throws java.io.IOException {
			this.channel.position(position);
			return this;
		}

		@Override
		public long size() throws java.io.IOException {
			return this.channel.size();
		}

		@Override
		public SeekableByteChannel truncate(long size) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean isOpen() {
			return this.channel.isOpen();
		}

		@Override
		public void close() throws java.io.IOException {
			this.channel.close();
		}

	}

}
