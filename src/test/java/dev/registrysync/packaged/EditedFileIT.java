package dev.registrysync.packaged;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged jar while another program edits a registry file every few milliseconds.
 */
class EditedFileIT {

	private static final long SEED = 20261127;

	private static final int RUNS = Integer.getInteger("registry-sync.edited-runs", 12);

	private final Fleet fleet = new Fleet(new Random(SEED), 60, 5);

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void losesNoEditAndConvergesOnceItIsQuiet(Editor.Way way) {
		Path data = this.directory.resolve("data");
		RegistryFiles files = new RegistryFiles(data);
		try (Coordinator coordinator = Coordinator.onLoopback();
				ServiceProcess service = ServiceProcess.start(data, coordinator.url(),
						"--registry-sync.external-changes=accept")) {
			Api api = service.api();
			this.fleet.showTo(coordinator);
			assertThat(api.sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
			Editor editor = new Editor(files.file("agents"), way, new Random(SEED));
			int committed = 0;
			for (int run = 0; run < RUNS; run++) {
				this.fleet.change();
				this.fleet.showTo(coordinator);
				CompletableFuture<Void> edits = editor.begin();
				committed += isCommitted(api.post("/sync", "")) ? 1 : 0;
				edits.join();
			}
			List<String> notes = editor.notes();
			System.out.printf("%s: %d edits while %d of %d runs committed%n", way, notes.size(), committed, RUNS);
			this.fleet.changeAll();
			this.fleet.showTo(coordinator);
			assertThat(api.sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
			assertThat(notes(files)).isEqualTo(notes);
			this.fleet.requireIn(files);
			api.identities().requireAllValid();
			assertThat(api.sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
			JournalFile.of(data).requireChain();
		}
	}

	private static boolean isCommitted(HttpResponse<String> answer) {
		if (answer.statusCode() == 200) {
			return Api.ok(answer).get("outcome").asString().equals("SUCCEEDED");
		}
		JsonNode problem = Api.json(503, answer);
		assertThat(problem.get("code").asString()).isEqualTo("registry_contended");
		return false;
	}

	private static List<String> notes(RegistryFiles files) {
		List<String> notes = new ArrayList<>();
		files.entries("agents").get(Editor.SUBJECT).path("notes").forEach((note) -> notes.add(note.asString()));
		return notes;
	}

}
