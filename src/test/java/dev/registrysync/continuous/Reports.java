package dev.registrysync.continuous;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.registrysync.sync.Outcome;
import dev.registrysync.sync.SyncReport;
import dev.registrysync.sync.Validation;

/**
 * Reports of runs of which only the outcome matters.
 */
final class Reports {

	private Reports() {
	}

	static SyncReport of(Outcome outcome, SyncReport.Problem... problems) {
		return new SyncReport("run", new UUID(0, 1), outcome, 1, new SyncReport.HeadView(1, ""), 0, 0, 0, 0, 0,
				Validation.ALL_VALID, List.of(problems).stream().map(SyncReport.Problem::message).toList(),
				List.of(problems), List.of(), new SyncReport.Changes(Map.of(), Map.of(), List.of()), List.of(),
				List.of(), 0, null, "", false, Instant.EPOCH, 0, List.of());
	}

}
