package dev.registrysync.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the history knows of revisions before the present one, and of entries that left.
 */
class PastRevisionsTest {

	private static final Cause CAUSE = new Cause("run", "api", "local", Details.NONE);

	private static final DocumentStamp STAMP = new DocumentStamp(Instant.EPOCH);

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	@TempDir
	private Path directory;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private FileHistory history;

	@BeforeEach
	void open() {
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), Retention.DEFAULT);
	}

	private static RegistryDocument document(Kind kind, String... ids) {
		return RegistryDocument.create(kind, JsonObject.EMPTY)
			.with(List.of(ids).stream().map((id) -> entry(kind, id)).toList(), STAMP);
	}

	private static Entry entry(Kind kind, String id) {
		return new Entry(EntryRef.of(kind, id), JsonObject.of("k", new JsonNumber("1")));
	}

	private static Commit commit(long revision, Optional<RegistryDocument> before, RegistryDocument after) {
		return new Commit(new Revision(revision), CAUSE, Instant.EPOCH,
				Map.of(after.kind(), new Replacement(before, after)), Map.of(), Map.of(), List.of(),
				ExternalEdits.NONE);
	}

	private void publish(long revision, RegistryDocument before, RegistryDocument after) {
		Commit commit = commit(revision, Optional.of(before), after);
		this.history.record(commit);
		this.history.publish(commit);
	}

	/**
	 * Agents a, then a and b, then a tool, then a alone again.
	 */
	private void publishFour() {
		Commit first = commit(1, Optional.empty(), document(Kind.AGENTS, "a"));
		this.history.record(first);
		this.history.publish(first);
		publish(2, document(Kind.AGENTS, "a"), document(Kind.AGENTS, "a", "b"));
		publish(3, document(Kind.TOOLS, "old"), document(Kind.TOOLS, "t"));
		publish(4, document(Kind.AGENTS, "a", "b"), document(Kind.AGENTS, "a"));
	}

	private void reopen() {
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), Retention.DEFAULT);
		this.history.settle(this.history.unsettled().keySet());
	}

	private String names(long revision) {
		StringBuilder names = new StringBuilder();
		this.history.documentsAt(new Revision(revision)).forEach((kind, document) -> names.append(document.ids()));
		return names.toString();
	}

	private ProblemException refusal(long revision) {
		ProblemException[] refusal = new ProblemException[1];
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.history.documentsAt(new Revision(revision)))
			.satisfies((ex) -> refusal[0] = ex);
		return refusal[0];
	}

	@Test
	void knowsTheDocumentsOfEachRevision() {
		publishFour();
		for (int i = 0; i < 2; i++) {
			assertThat(names(1)).isEqualTo("[a][old]");
			assertThat(names(2)).isEqualTo("[a, b][old]");
			assertThat(names(3)).isEqualTo("[a, b][t]");
			assertThat(names(4)).isEqualTo("[a][t]");
			reopen();
		}
	}

	private static RegistryDocument large(String... more) {
		List<String> ids = new ArrayList<>(List.of(more));
		IntStream.range(0, 3000).forEach((i) -> ids.add("agent-" + i));
		return document(Kind.AGENTS, ids.toArray(String[]::new));
	}

	private long deltas() throws IOException {
		try (Stream<Path> files = Files.list(this.directory.resolve("snapshots"))) {
			return files.filter((file) -> String.valueOf(file.getFileName()).contains("-")).count();
		}
	}

	/**
	 * The file is edited before the third revision, and the edit is reverted with it.
	 */
	@Test
	void keepsLargeDocumentsAsDeltasAndWhatOthersMadeOfThemToo() throws IOException {
		RegistryDocument second = large("a", "b");
		publish(1, document(Kind.AGENTS), large("a"));
		publish(2, large("a"), second);
		assertThat(deltas()).isEqualTo(1);
		RegistryDocument edited = large("a", "b", "by hand");
		publish(3, edited, large("a", "b", "c"));
		assertThat(deltas()).isEqualTo(3);
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.documentsAt(new Revision(1)).get(Kind.AGENTS).bytes())
				.isEqualTo(large("a").bytes());
			assertThat(this.history.documentsAt(new Revision(2)).get(Kind.AGENTS).bytes()).isEqualTo(second.bytes());
			assertThat(this.history.verify()).isEmpty();
			reopen();
		}
		OfflineHistory offline = OfflineHistory.read(this.directory, this.service, Secp256k1.bouncyCastle());
		assertThat(offline.document(Kind.AGENTS, new Revision(3))).isEqualTo(large("a", "b", "c").bytes());
		assertThat(Snapshots.in(this.directory).find(edited.digest())).hasValue(edited.bytes());
		publish(4, large("a", "b", "c"), second);
		assertThat(deltas()).isEqualTo(3);
	}

	@Test
	void aKindThatBeganLaterHadNoEntriesBefore() {
		publish(1, document(Kind.AGENTS), document(Kind.AGENTS, "a"));
		assertThat(this.history.documentsAt(new Revision(1))).containsOnlyKeys(Kind.AGENTS);
		Commit tools = commit(2, Optional.empty(), document(Kind.TOOLS, "t"));
		this.history.record(tools);
		this.history.publish(tools);
		assertThat(names(1)).isEqualTo("[a][]");
	}

	@Test
	void aRevisionThatWasTakenBackHadWhatWasBefore() {
		publish(1, document(Kind.AGENTS), document(Kind.AGENTS, "a"));
		Commit second = commit(2, Optional.of(document(Kind.AGENTS, "a")), document(Kind.AGENTS));
		this.history.record(second);
		this.history.takeBack(second);
		assertThat(names(2)).isEqualTo("[a]");
		assertThat(this.history.withdrawn()).isEmpty();
	}

	@Test
	void namesThePresentRevisionToWhoAsksForALaterOne() {
		publishFour();
		ProblemException refusal = refusal(5);
		assertThat(refusal.code()).isEqualTo(ProblemCode.REVISION_NOT_FOUND);
		assertThat(refusal.data()).containsEntry("revision", 5L).containsEntry("present", 4L);
		assertThat(refusal(0).code()).isEqualTo(ProblemCode.REVISION_NOT_FOUND);
	}

	@Test
	void namesTheOldestRevisionThatIsKept() throws IOException {
		publishFour();
		publish(5, document(Kind.AGENTS, "a"), document(Kind.AGENTS, "c"));
		publish(6, document(Kind.AGENTS, "c"), document(Kind.AGENTS, "c", "d"));
		for (RegistryDocument lost : List.of(document(Kind.AGENTS, "a"), document(Kind.TOOLS, "old"))) {
			Files.delete(
					this.directory.resolve("snapshots").resolve(lost.digest().substring("sha256:".length()) + ".gz"));
		}
		ProblemException refusal = refusal(1);
		assertThat(refusal.code()).isEqualTo(ProblemCode.REVISION_COMPACTED);
		assertThat(refusal.data()).containsEntry("revision", 1L).containsEntry("oldest_kept", 3L);
		assertThat(refusal(4).data()).containsEntry("oldest_kept", 5L);
		assertThat(names(6)).isEqualTo("[c, d][t]");
	}

	@Test
	void remembersEntriesThatLeftUntilTheyAreBack() {
		publish(1, document(Kind.AGENTS), document(Kind.AGENTS, "a", "b"));
		publish(2, document(Kind.AGENTS, "a", "b"), document(Kind.AGENTS, "b"));
		publish(3, document(Kind.TOOLS), document(Kind.TOOLS, "a"));
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.withdrawn()).containsExactly(Map.entry(A, entry(Kind.AGENTS, "a")));
			reopen();
		}
		publish(4, document(Kind.AGENTS, "b"), document(Kind.AGENTS, "b", "a"));
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.withdrawn()).isEmpty();
			reopen();
		}
	}

	@Test
	void whatACrashTookBackDidNotLeave() {
		publish(1, document(Kind.AGENTS), document(Kind.AGENTS, "a"));
		this.history.record(commit(2, Optional.of(document(Kind.AGENTS, "a")), document(Kind.AGENTS)));
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), Retention.DEFAULT);
		this.history.settle(Set.of());
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.withdrawn()).isEmpty();
			assertThat(this.history.documentsAt(new Revision(2)).values()).singleElement()
				.satisfies((document) -> assertThat(document.has(new EntryId("a"))).isTrue());
			this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), Retention.DEFAULT);
		}
	}

}
