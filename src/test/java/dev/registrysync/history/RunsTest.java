package dev.registrysync.history;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.history.LinesBackwards.Line;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.DurableDirectory;
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
			RunPage page = new RunLines(small, channel.size(), new LongLines()).page(10, 0);
			assertThat(page.runs()).extracting((run) -> run.findText("sync_id").orElseThrow())
				.containsExactly("last", "first");
			assertThat(small.largest).isLessThanOrEqualTo(1 << 16);
		}
	}

	@Test
	void doesNotLookThroughALongLineWhoseBeginIsKnown() throws Exception {
		Path file = this.directory.resolve("lines");
		Files.writeString(file, "first\n" + "x".repeat(5_000_000) + "\nlast\n");
		LongLines known = new LongLines();
		known.add(0, 5);
		known.add(6, 5_000_006);
		try (SeekableByteChannel channel = Files.newByteChannel(file)) {
			SmallReads small = new SmallReads(channel);
			LinesBackwards backwards = new LinesBackwards(small, channel.size(), known);
			assertThat(backwards.previous()).contains(new Line(5_000_007, 5_000_011));
			assertThat(backwards.previous()).contains(new Line(6, 5_000_006));
			assertThat(backwards.previous()).contains(new Line(0, 5));
			assertThat(backwards.previous()).isEmpty();
			assertThat(small.total).isLessThan(200_000);
		}
	}

	@Test
	void knowsWhereLongLinesStandBehindAnotherBeginning() {
		LongLines known = new LongLines();
		known.add(0, 100_000);
		known.add(100_001, 300_000);
		known.replaced(100_001, 70_000);
		assertThat(known.findStart(300_000 - 30_001)).hasValue(70_000);
		assertThat(known.findStart(100_000)).isEmpty();
		assertThat(known.findStart(300_000)).isEmpty();
	}

	@Test
	void longLinesAreFoundAfterARestartAndAfterACompactionToo() {
		InMemoryServiceIdentity service = new InMemoryServiceIdentity();
		Journal journal = journal(service);
		List<JsonObject> told = Stream.of(1, 100_000, 70_000, 2, 200_000, 65_000, 3, 90_000, 90_000, 4)
			.map((length) -> JsonObject.EMPTY.with("sync_id", "x".repeat(length)))
			.toList();
		tell(journal, told);
		assertThat(told(journal)).isEqualTo(told);
		Journal again = journal(service);
		assertThat(told(again)).isEqualTo(told);
		again.compact(List.of(), 6, Instant.EPOCH);
		assertThat(told(again)).isEqualTo(told.subList(4, 10));
		tell(again, told.subList(0, 3));
		assertThat(told(again)).isEqualTo(Stream.concat(told.stream().skip(4), told.stream().limit(3)).toList());
		assertThat(told(journal(service))).isEqualTo(told(again));
	}

	private Journal journal(InMemoryServiceIdentity service) {
		Journal journal = new Journal(directory("journal"),
				new ChainSeal(new UUID(1, 2), service, Secp256k1.bouncyCastle()));
		journal.read();
		return journal;
	}

	private DurableDirectory directory(String name) {
		return DurableDirectory.shared(this.directory.resolve(name), ProblemCode.HISTORY_INACCESSIBLE);
	}

	private void tell(Journal journal, List<JsonObject> told) {
		new FileRuns(journal, directory("decided")).tell(
				told.stream().map((run) -> new RunRecord(run, Optional.empty())).toList(), Optional.of(Revision.NONE));
	}

	private List<JsonObject> told(Journal journal) {
		List<JsonObject> latestFirst = new FileRuns(journal, directory("decided")).page(OptionalLong.empty(), 100)
			.runs();
		return IntStream.rangeClosed(1, latestFirst.size())
			.mapToObj((i) -> latestFirst.get(latestFirst.size() - i))
			.toList();
	}

	@Test
	void findsEveryLineWhereverThePiecesEnd() throws Exception {
		Path file = this.directory.resolve("lines");
		List<String> lines = IntStream.range(0, 400).mapToObj((i) -> "a".repeat(i * 7 % 1013)).toList();
		Files.writeString(file, String.join("\n", lines) + "\n");
		try (SeekableByteChannel channel = Files.newByteChannel(file)) {
			LinesBackwards backwards = new LinesBackwards(channel, channel.size(), new LongLines());
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

		private long total;

		private SmallReads(SeekableByteChannel channel) {
			this.channel = channel;
		}

		@Override
		public int read(ByteBuffer buffer) throws java.io.IOException {
			this.largest = Math.max(this.largest, buffer.remaining());
			int read = this.channel.read(buffer);
			this.total += read;
			return read;
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
