package dev.registrysync.demo;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.sync.SyncReport;
import dev.registrysync.sync.SyncReport.ChangeView;
import dev.registrysync.sync.SyncService;
import dev.registrysync.sync.Trigger;
import dev.registrysync.volume.DataDirectory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Does the main job once at the start of the demo, and prints what came of it.
 */
@Component
@Profile("demo")
class DemoRunner implements ApplicationRunner {

	private static final String ROW = "  %-7s %-24s %-12s %-43s %s%n";

	private final SyncService service;

	private final DataDirectory data;

	private final Environment environment;

	DemoRunner(SyncService service, DataDirectory data, Environment environment) {
		this.service = service;
		this.data = data;
		this.environment = environment;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		try {
			print(System.out, this.service.sync(Trigger.START), this.service.verdicts());
		}
		catch (ProblemException ex) {
			System.out.printf("%nThe demo could not sync: %s%n%s%n", ex.detail(), ex.remedy());
		}
		printPlaces(System.out);
	}

	private void print(PrintStream out, SyncReport report, List<EntryVerdict> verdicts) {
		Map<String, String> actions = new HashMap<>();
		for (ChangeView change : report.changes().entries()) {
			actions.put(change.kind() + "/" + change.id(), change.action());
		}
		out.printf("%nSynced with the sample coordinator at %s%n%n",
				this.environment.getProperty("registry-sync.coordinators.default.url"));
		out.printf(ROW, "KIND", "ID", "ACTION", "ADDRESS", "VERDICT");
		for (EntryVerdict verdict : verdicts) {
			out.printf(ROW, verdict.kind(), verdict.id(),
					actions.getOrDefault(verdict.kind() + "/" + verdict.id(), "unchanged"),
					verdict.findAddress().map(Object::toString).orElse("-"), verdict.verdict());
		}
		out.printf(
				"%n  %s: revision %d, %d agents and %d tools synced, %d identities made or mended, %d valid, %d invalid, %d ms%n",
				report.outcome(), report.revision(), report.agentsSynced(), report.toolsSynced(), report.keysUpdated(),
				report.signaturesValidated(), report.signaturesInvalid(), report.durationMs());
		report.errors().forEach((error) -> out.printf("  ! %s%n", error));
	}

	private void printPlaces(PrintStream out) {
		String port = this.environment.getProperty("local.server.port", "8080");
		out.printf("%n  Swagger UI   http://localhost:%s/swagger-ui.html%n", port);
		out.printf("  Sync again   curl -X POST http://localhost:%s/sync%n", port);
		out.printf("  Registries   %s%n", this.data.config());
		out.printf("  Keystore     %s%n%n", this.data.keystore());
		out.printf("  The service goes on serving; stop it with Ctrl-C.%n%n");
	}

}
