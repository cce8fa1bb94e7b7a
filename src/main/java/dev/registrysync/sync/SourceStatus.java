package dev.registrysync.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.coordinator.Contact;
import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.History;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.Kind;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How one source is, as {@code GET /sources} says it.
 */
@Schema(description = "A source, and how it is.")
record SourceStatus(String name,
		@Schema(description = "Whether it is in the configuration. One that is not may be retired.") boolean configured,
		@Schema(description = "Its base URL; null if it is not configured.") @Nullable String url,
		@JsonProperty("last_contact") @Schema(
				description = "When it was last asked, whatever it answered.") @Nullable Instant lastContact,
		@JsonProperty("last_success") @Schema(
				description = "When a run last got a usable answer and committed it.") @Nullable Instant lastSuccess,
		@JsonProperty("lag_seconds") @Schema(
				description = "How old the last answer is that counted.") @Nullable Long lagSeconds,
		@Schema(description = "How many entries it holds: whose members are taken from it.") Map<String, Integer> entries,
		@JsonProperty("out_of_sync") @Schema(
				description = "How many of them differ in the registry from what it said last: GET /sources/{name}/differences.") int outOfSync,
		@JsonProperty("consecutive_failures") long consecutiveFailures,
		@JsonProperty("last_problem") @Schema(
				description = "Why the last run that asked it went wrong: it gave no usable answer, or what it gave could not be committed. Null if that run went well.") @Nullable String lastProblem,
		@JsonProperty("next_run") @Schema(
				description = "When it is asked next by itself; null if nobody is asked by itself.") @Nullable Instant nextRun) {

	static List<SourceStatus> of(SyncPorts ports, SourceRecords records, OutOfSync outOfSync, Instant now) {
		Census census = new Census();
		outOfSync.count(census, ports.history().sources());
		List<SourceStatus> sources = new ArrayList<>();
		for (CoordinatorClient client : ports.sources().clients()) {
			Optional<Instant> success = records.lastSuccess(client.name());
			sources.add(new SourceStatus(client.name(), true, client.url().toString(),
					client.lastContact().map(Contact::at).orElse(null), success.orElse(null),
					success.map((at) -> Math.max(0, Duration.between(at, now).toSeconds())).orElse(null),
					entries(ports.history(), client.name()), census.outOfSync(client.name()),
					records.consecutiveFailures(client.name()),
					records.lastProblem(client.name()).map(ProblemCode::text).orElse(null),
					records.nextRun(client.name()).orElse(null)));
		}
		ports.history()
			.sources()
			.stream()
			.filter((name) -> ports.sources().find(name).isEmpty())
			.forEach((name) -> sources.add(new SourceStatus(name, false, null, null, null, null,
					entries(ports.history(), name), census.outOfSync(name), 0, null, null)));
		return sources;
	}

	private static Map<String, Integer> entries(History history, String source) {
		Map<String, Integer> entries = new LinkedHashMap<>();
		for (Kind kind : Kind.values()) {
			entries.put(kind.plural(), history.base(source, kind).size());
		}
		return entries;
	}

}
