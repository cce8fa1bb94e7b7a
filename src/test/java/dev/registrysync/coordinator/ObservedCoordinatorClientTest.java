package dev.registrysync.coordinator;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.actuate.endpoint.SimpleHttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.SimpleStatusAggregator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ObservedCoordinatorClientTest {

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private static final Question QUESTION = Question.of("default", Kind.AGENTS, URI.create("http://h"));

	private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private Supplier<Pull> answer = () -> answered(false);

	private final ObservedCoordinatorClient client = new ObservedCoordinatorClient(new CoordinatorClient() {
		@Override
		public String name() {
			return "default";
		}

		@Override
		public URI url() {
			return URI.create("http://h");
		}

		@Override
		public Pull pull(Kind kind) {
			return ObservedCoordinatorClientTest.this.answer.get();
		}

		@Override
		public boolean isPushedTo() {
			return false;
		}

		@Override
		public PatchOutcome patch(Kind kind, JsonObject patch, Optional<String> ifMatch) {
			throw new UnsupportedOperationException();
		}
	}, this.meters, Clock.fixed(NOW, ZoneOffset.UTC));

	private final CoordinatorHealthIndicator health = new CoordinatorHealthIndicator(List.of(this.client));

	@Test
	void everySeriesIsThereAtTheStart() {
		String scraped = this.meters.scrape();
		for (PullOutcome outcome : PullOutcome.values()) {
			assertThat(scraped).contains("registry_sync_coordinator_request_duration_seconds_count{outcome=\"%s\"} 0"
				.formatted(outcome.text()));
		}
		assertThat(Arrays.stream(PullOutcome.values()).map(PullOutcome::text)).containsExactly("ok", "not_modified",
				"not_offered", "no_answer", "bad_answer");
	}

	@ParameterizedTest
	@EnumSource
	void countsEachOutcomeUnderItsNameOnly(PullOutcome outcome) {
		this.answer = answering(outcome);
		if (outcome.isFailure()) {
			assertThatThrownBy(() -> this.client.pull(Kind.AGENTS)).isSameAs(failure(outcome));
		}
		else {
			assertThat(this.client.pull(Kind.AGENTS)).isNotNull();
		}
		for (PullOutcome each : PullOutcome.values()) {
			assertThat(this.meters.get(ObservedCoordinatorClient.TIMER).tag("outcome", each.text()).timer().count())
				.isEqualTo((each == outcome) ? 1 : 0);
		}
		assertThat(this.meters.getMeters()).flatExtracting((meter) -> meter.getId().getTags())
			.extracting(Tag::getKey)
			.containsOnly("outcome");
	}

	@Test
	void healthIsUpAndUnknownBeforeTheFirstContact() {
		Health before = this.health.health();
		assertThat(before.getStatus()).isEqualTo(Status.UP);
		assertThat(before.getDetails()).containsEntry("source", "default")
			.containsEntry("agents", Map.of("last_contact", "unknown"))
			.containsEntry("tools", Map.of("last_contact", "unknown"));
	}

	@Test
	void healthIsUpAfterASuccess() {
		this.client.pull(Kind.AGENTS);
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
		assertThat(this.health.health().getDetails()).containsEntry("agents",
				Map.of("last_contact", "2026-11-01T12:00:00Z", "outcome", "ok"));
	}

	@Test
	void healthIsDegradedAfterAFailureOfEitherKindUntilThatKindIsWellAgain() {
		this.answer = answering(PullOutcome.BAD_ANSWER);
		assertThatThrownBy(() -> this.client.pull(Kind.AGENTS)).isInstanceOf(BadAnswerException.class);
		this.answer = answering(PullOutcome.NOT_OFFERED);
		this.client.pull(Kind.TOOLS);
		Health degraded = this.health.health();
		assertThat(degraded.getStatus().getCode()).isEqualTo("DEGRADED");
		assertThat(degraded.getDetails()).containsEntry("agents", Map.of("last_contact", "2026-11-01T12:00:00Z",
				"outcome", "bad_answer", "problem", "coordinator_not_json"));
		this.answer = answering(PullOutcome.OK);
		this.client.pull(Kind.AGENTS);
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void degradedIsAnsweredWith200AndWorseThanUpOnly() {
		SimpleStatusAggregator order = new SimpleStatusAggregator("down", "out-of-service", "degraded", "up",
				"unknown");
		assertThat(order.getAggregateStatus(Status.UP, CoordinatorHealthIndicator.DEGRADED))
			.isEqualTo(CoordinatorHealthIndicator.DEGRADED);
		assertThat(order.getAggregateStatus(Status.DOWN, CoordinatorHealthIndicator.DEGRADED)).isEqualTo(Status.DOWN);
		assertThat(new SimpleHttpCodeStatusMapper().getStatusCode(CoordinatorHealthIndicator.DEGRADED)).isEqualTo(200);
	}

	private static final NoAnswerException NO_ANSWER = QUESTION.unanswered(ProblemCode.COORDINATOR_UNREACHABLE, "x",
			null);

	private static final BadAnswerException BAD_ANSWER = QUESTION.bad(ProblemCode.COORDINATOR_NOT_JSON, "x", 200);

	private static RuntimeException failure(PullOutcome outcome) {
		return (outcome == PullOutcome.NO_ANSWER) ? NO_ANSWER : BAD_ANSWER;
	}

	private static Supplier<Pull> answering(PullOutcome outcome) {
		return switch (outcome) {
			case OK -> () -> answered(false);
			case NOT_MODIFIED -> () -> answered(true);
			case NOT_OFFERED -> () -> new Pull.NotOffered(Kind.AGENTS);
			case NO_ANSWER, BAD_ANSWER -> () -> {
				throw failure(outcome);
			};
		};
	}

	private static Pull answered(boolean notModified) {
		return new Pull.Answered(new RuntimeEntries(Kind.AGENTS, EntryTable.EMPTY, Map.of(), JsonObject.EMPTY, true),
				"sha256:00", Optional.empty(), notModified);
	}

}
