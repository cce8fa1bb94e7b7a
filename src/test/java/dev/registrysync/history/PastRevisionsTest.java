package dev.registrysync.history;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.Publications.Publication;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the history knows of revisions before the present one, and of entries that left.
 */
@ParameterizedClass
@EnumSource(TestEngine.class)
class PastRevisionsTest {

	private static final Cause CAUSE = new Cause("run", "api", "local", Details.NONE);

	private static final DocumentStamp STAMP = new DocumentStamp(Instant.EPOCH);

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	@TempDir
	private Path directory;

	@Parameter
	private TestEngine engine;

	private Databases databases;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private SqlHistory history;

	@BeforeEach
	void create() {
		this.databases = Databases.create(this.engine, this.directory);
		open();
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private void open() {
		this.history = new SqlHistory(this.databases.reopen(), this.service, Secp256k1.bouncyCastle(),
				Retention.DEFAULT, null);
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
				Map.of(after.kind(), new Replacement(before, false, after)), Map.of(), Map.of(), List.of(),
				ExternalEdits.NONE);
	}

	private void publish(long revision, RegistryDocument before, RegistryDocument after) {
		this.history.commit(commit(revision, Optional.of(before), after));
		this.history.publications().end(after.kind(), new Publication(new Revision(revision), ""));
	}

	/**
	 * Agents a, then a and b, then a tool, then a alone again.
	 */
	private void publishFour() {
		Commit first = commit(1, Optional.empty(), document(Kind.AGENTS, "a"));
		this.history.commit(first);
		this.history.publications().end(Kind.AGENTS, new Publication(new Revision(1), ""));
		publish(2, document(Kind.AGENTS, "a"), document(Kind.AGENTS, "a", "b"));
		publish(3, document(Kind.TOOLS, "old"), document(Kind.TOOLS, "t"));
		publish(4, document(Kind.AGENTS, "a", "b"), document(Kind.AGENTS, "a"));
	}

	private void reopen() {
		this.history = new SqlHistory(this.databases.reopen(), this.service, Secp256k1.bouncyCastle(),
				Retention.DEFAULT, null);
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

	@Test
	void aKindThatBeganLaterHadNoEntriesBefore() {
		publish(1, document(Kind.AGENTS), document(Kind.AGENTS, "a"));
		assertThat(this.history.documentsAt(new Revision(1))).containsOnlyKeys(Kind.AGENTS);
		Commit tools = commit(2, Optional.empty(), document(Kind.TOOLS, "t"));
		this.history.commit(tools);
		assertThat(names(1)).isEqualTo("[a][]");
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
	void remembersEntriesThatLeftUntilTheyAreBack() {
		publish(1, document(Kind.AGENTS), document(Kind.AGENTS, "a", "b"));
		publish(2, document(Kind.AGENTS, "a", "b"), document(Kind.AGENTS, "b"));
		publish(3, document(Kind.TOOLS), document(Kind.TOOLS, "a"));
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.withdrawn()).containsExactly(A);
			assertThat(this.history.findWithdrawn(A)).contains(entry(Kind.AGENTS, "a"));
			reopen();
		}
		publish(4, document(Kind.AGENTS, "b"), document(Kind.AGENTS, "b", "a"));
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.withdrawn()).isEmpty();
			reopen();
		}
	}

	@Test
	void namesTheOldestRevisionThatIsKept() {
		this.history = new SqlHistory(this.databases.reopen(), this.service, Secp256k1.bouncyCastle(),
				new Retention(2, Duration.ZERO, 2), null);
		publishFour();
		publish(5, document(Kind.AGENTS, "a"), document(Kind.AGENTS, "a", "b"));
		publish(6, document(Kind.AGENTS, "a", "b"), document(Kind.AGENTS, "a"));
		ProblemException refusal = refusal(1);
		assertThat(refusal.code()).isEqualTo(ProblemCode.REVISION_COMPACTED);
		assertThat(refusal.data()).containsEntry("revision", 1L);
		long oldest = (Long) refusal.data().get("oldest_kept");
		assertThat(oldest).isBetween(2L, 5L);
		assertThat(refusal(oldest - 1).code()).isEqualTo(ProblemCode.REVISION_COMPACTED);
		assertThat(names(oldest)).isNotEmpty();
		assertThat(names(5)).isEqualTo("[a, b][t]");
		assertThat(names(6)).isEqualTo("[a][t]");
	}

}
