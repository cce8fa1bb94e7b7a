package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.registrysync.history.HistoryTestAccess;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Sha256;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A service whose journal was tampered with.
 */
class ReadOnlyHistoryTest {

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture fixture;

	@BeforeEach
	void tamperWithTheSecondCommit() {
		this.fixture = new SyncFixture(this.data);
		this.fixture.coordinator.answer(Kind.AGENTS, "{\"a\": {\"description\": \"one\"}}");
		this.fixture.sync();
		this.fixture.coordinator.answer(Kind.AGENTS, "{\"a\": {\"description\": \"two\"}}");
		this.fixture.sync();
		HistoryTestAccess.tamper(this.fixture.databases.database(),
				"update journal set body = replace(body, 'local', 'lokal') where sequence = 2");
		this.fixture.restart();
	}

	private Map<String, String> files() {
		Map<String, String> files = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(this.data)) {
			for (Path path : paths
				.filter((path) -> path.startsWith(this.data.resolve("config"))
						|| path.startsWith(this.data.resolve("keystore")))
				.filter(Files::isRegularFile)
				.toList()) {
				files.put(path.toString(), Sha256.of(Files.readAllBytes(path)));
			}
			return files;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void everyCallThatChangesSomethingIsRefusedAndChangesNothing() {
		Map<String, String> files = files();
		SyncService service = this.fixture.service;
		this.fixture.coordinator.answer(Kind.AGENTS, "{\"a\": {\"description\": \"three\"}, \"b\": {}}");
		refuses(this.fixture::sync);
		refuses(this.fixture::dryRun);
		refuses(() -> service.ensureKeys(KeysRequest.DEFAULTS));
		refuses(() -> service.rotate(A, true));
		refuses(() -> service.revoke(A, new RevokeRequest(null, null, true, null, null)));
		refuses(() -> service.handleEdit(A, ExternalChanges.ACCEPT));
		refuses(() -> service.handleEdit(A, ExternalChanges.REVERT));
		refuses(() -> service.patch(patch()));
		refuses(() -> service.rollback(new RollbackRequest(1L, null, null, null, null)));
		assertThat(files()).isEqualTo(files);
	}

	private static OperatorEdit patch() {
		return new OperatorEdit(Kind.AGENTS, Map.of("a", JsonObject.EMPTY.with("notes", "x")), true,
				new IfMatch(Optional.empty()));
	}

	private static void refuses(Runnable call) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(call::run).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_READ_ONLY);
			assertThat(ex.data()).containsEntry("table", "journal").containsEntry("row", 2L);
		});
	}

	@Test
	void whatIsThereIsStillRead() {
		assertThat(this.fixture.history.revision().number()).isEqualTo(1);
		assertThat(this.fixture.ports.find(Kind.AGENTS).orElseThrow().ids()).hasSize(1);
		assertThat(this.fixture.verdicts()).hasSize(1);
		assertThat(this.fixture.entry(Kind.AGENTS, "a").findText("description")).contains("two");
	}

	@Test
	void aJournalThatIsPutRightIsTakenUpAgain() {
		HistoryTestAccess.tamper(this.fixture.databases.database(),
				"update journal set body = replace(body, 'lokal', 'local') where sequence = 2");
		this.fixture.restart();
		assertThat(this.fixture.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.fixture.sync().head().digest()).isEqualTo(this.fixture.history.head().digest());
	}

}
