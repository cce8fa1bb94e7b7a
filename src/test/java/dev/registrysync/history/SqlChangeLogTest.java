package dev.registrysync.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

@ParameterizedClass
@EnumSource(TestEngine.class)
class SqlChangeLogTest {

	private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

	@TempDir
	private Path data;

	private final TestEngine engine;

	private Databases databases;

	private RunTable runs;

	private SqlChangeLog log;

	SqlChangeLogTest(TestEngine engine) {
		this.engine = engine;
	}

	@BeforeEach
	void open() {
		this.databases = Databases.create(this.engine, this.data);
		this.runs = new RunTable(this.databases.database());
		this.log = new SqlChangeLog(this.databases.database(), (revision) -> false);
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private void record(long revision, RunDetail... details) {
		this.runs.recorded(new Commit(new Revision(revision),
				new Cause("run-" + revision, "api", "local", () -> Stream.of(details)), NOON, Map.of(), Map.of(),
				Map.of(), List.of(), ExternalEdits.NONE));
	}

	private static RunDetail change(Kind kind, String id, String action) {
		return new RunDetail(EntryRef.of(kind, id), Optional.of(action),
				JsonObject.EMPTY.with("content_after", "sha256:" + id));
	}

	private static RunDetail conflict(String id) {
		return new RunDetail(EntryRef.of(Kind.AGENTS, id), Optional.empty(), JsonObject.EMPTY);
	}

	private List<String> after(long revision, int number, int limit) {
		return this.log.after(new Revision(revision), number, limit)
			.stream()
			.map((change) -> change.revision() + "-" + change.number() + " " + change.ref().id())
			.toList();
	}

	@Test
	void readsWhatIsInForceFromAnyPlaceOn() {
		record(1, change(Kind.AGENTS, "a", "added"), conflict("a"), change(Kind.TOOLS, "t", "added"));
		record(2, change(Kind.AGENTS, "b", "added"));
		assertThat(after(0, 0, 10)).isEmpty();
		this.log.moveTo(new Revision(1));
		assertThat(after(0, 0, 10)).containsExactly("1-1 a", "1-3 t");
		this.log.moveTo(new Revision(2));
		assertThat(after(1, 1, 10)).containsExactly("1-3 t", "2-1 b");
		assertThat(after(1, Integer.MAX_VALUE, 10)).containsExactly("2-1 b");
		assertThat(after(0, 0, 1)).containsExactly("1-1 a");
		assertThat(this.log.after(new Revision(1), 3, 1)).containsExactly(new EntryChange(new Revision(2), 1,
				EntryRef.of(Kind.AGENTS, "b"), "added", Optional.empty(), Optional.of("sha256:b"), NOON, "run-2"));
	}

	@Test
	void listsRevisionsWithTheirCounts() {
		record(1, change(Kind.AGENTS, "a", "added"), change(Kind.AGENTS, "b", "added"), conflict("a"),
				change(Kind.TOOLS, "t", "added"));
		record(2, change(Kind.AGENTS, "a", "updated"));
		record(4, change(Kind.AGENTS, "a", "updated"));
		this.log.moveTo(new Revision(3));
		RevisionSummary first = new RevisionSummary(new Revision(1), NOON,
				new Cause("run-1", "api", "local", Details.NONE),
				Map.of(Kind.AGENTS, Map.of("added", 2), Kind.TOOLS, Map.of("added", 1)));
		RevisionSummary second = new RevisionSummary(new Revision(2), NOON,
				new Cause("run-2", "api", "local", Details.NONE), Map.of(Kind.AGENTS, Map.of("updated", 1)));
		assertThat(this.log.revisions(Long.MAX_VALUE, 10)).containsExactly(second, first);
		assertThat(this.log.revisions(Long.MAX_VALUE, 1)).containsExactly(second);
		assertThat(this.log.revisions(2, 10)).containsExactly(first);
	}

}
