package dev.registrysync.events;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import dev.registrysync.events.Delivery.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ParameterizedClass
@EnumSource(TestEngine.class)
class WebhookDeliveryTest {

	private static final Delivery TAKEN = new Delivery(Outcome.TAKEN, "status 200");

	private static final Delivery REFUSED = new Delivery(Outcome.REFUSED, "status 500");

	private static final UUID REGISTRY = UUID.fromString("4c5e3f0e-9f43-4b0e-9b52-6cf0c9d1f0aa");

	@TempDir
	private Path data;

	private final FakeChangeLog log = new FakeChangeLog();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<JsonNode> bodies = new ArrayList<>();

	private final Queue<Delivery> answers = new ArrayDeque<>();

	private Clock clock = Clock.fixed(FakeChangeLog.NOON, ZoneOffset.UTC);

	private WebhookCursor cursor;

	private final TestEngine engine;

	private Databases databases;

	WebhookDeliveryTest(TestEngine engine) {
		this.engine = engine;
	}

	@BeforeEach
	void open() {
		this.databases = Databases.create(this.engine, this.data);
		this.cursor = new WebhookCursor(this.databases.database(), "chat");
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private WebhookDelivery delivery(Duration giveUpAfter) {
		return new WebhookDelivery("chat", REGISTRY, new ChangeFeed(this.log), this.cursor, this::answer,
				new WebhookProgress(giveUpAfter, new NoPause()), new WebhookMetrics(this.meters, "chat"), this.clock);
	}

	private Delivery answer(byte[] body) {
		this.bodies.add(JsonMapper.builder().build().readTree(body));
		return this.answers.isEmpty() ? TAKEN : this.answers.remove();
	}

	private List<String> delivered() {
		return this.bodies.stream()
			.flatMap((body) -> body.get("events").valueStream())
			.map((event) -> event.get("event_id").asString())
			.toList();
	}

	private double lost() {
		return this.meters.get("registry.sync.webhook.changes.lost").tag("webhook", "chat").counter().count();
	}

	private double attempts(String outcome) {
		return this.meters.get("registry.sync.webhook.attempts").tag("outcome", outcome).counter().count();
	}

	@Test
	void deliversAllChangesOfARevisionTogetherAndInOrder() throws Exception {
		this.log.commit(1, 3);

		Position end = delivery(Duration.ofHours(1)).step(Position.BEGINNING);

		assertThat(end).isEqualTo(new Position(1, 3));
		assertThat(this.cursor.find()).contains(end);
		assertThat(this.bodies).singleElement().satisfies((body) -> {
			assertThat(body.get("registry_id").asString()).isEqualTo(REGISTRY.toString());
			JsonNode first = body.get("events").get(0);
			assertThat(first.get("kind").asString()).isEqualTo("agents");
			assertThat(first.get("id").asString()).isEqualTo("agent-1");
			assertThat(first.get("action").asString()).isEqualTo("updated");
			assertThat(first.get("revision").asLong()).isEqualTo(1);
			assertThat(first.get("digest_before").asString()).isEqualTo("sha256:1");
			assertThat(first.get("digest_after").isNull()).isTrue();
		});
		assertThat(delivered()).containsExactly("1-1", "1-2", "1-3");
	}

	@Test
	void sendsAtMostFiveHundredAtOnce() throws Exception {
		this.log.commit(1, 1001);
		WebhookDelivery delivery = delivery(Duration.ofHours(1));

		Position position = Position.BEGINNING;
		for (int i = 0; i < 3; i++) {
			position = delivery.step(position);
		}

		assertThat(this.bodies).extracting((body) -> body.get("events").size()).containsExactly(500, 500, 1);
		assertThat(delivered())
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 1001).mapToObj((i) -> "1-" + i).toList());
	}

	@Test
	void aMistakeDelaysADeliveryAndEndsNone() throws Exception {
		this.log.commit(1, 1);
		AtomicInteger tries = new AtomicInteger();
		WebhookDelivery delivery = new WebhookDelivery("chat", REGISTRY, new ChangeFeed(this.log), this.cursor,
				(body) -> {
					if (tries.incrementAndGet() == 1) {
						throw new IllegalStateException("a mistake");
					}
					return answer(body);
				}, new WebhookProgress(Duration.ofHours(1), new NoPause()), new WebhookMetrics(this.meters, "chat"),
				this.clock);

		assertThat(delivery.step(Position.BEGINNING)).isEqualTo(Position.BEGINNING);
		assertThat(delivery.step(Position.BEGINNING)).isEqualTo(new Position(1, 1));
		assertThat(delivered()).containsExactly("1-1");
	}

	@Test
	void sendsTheSameAgainUntilItIsTaken() throws Exception {
		this.log.commit(1, 1);
		this.answers.addAll(List.of(REFUSED, REFUSED, TAKEN));
		WebhookDelivery delivery = delivery(Duration.ofHours(1));

		Position position = Position.BEGINNING;
		for (int i = 0; i < 2; i++) {
			position = delivery.step(position);
			assertThat(position).isEqualTo(Position.BEGINNING);
			assertThat(this.cursor.find()).isEmpty();
		}
		position = delivery.step(position);

		assertThat(position).isEqualTo(new Position(1, 1));
		assertThat(delivered()).containsExactly("1-1", "1-1", "1-1");
		assertThat(attempts("refused")).isEqualTo(2);
		assertThat(attempts("taken")).isEqualTo(1);
		assertThat(lost()).isZero();
	}

	@Test
	void givesUpChangesThatAreTooOldAndSaysHowMany() throws Exception {
		this.log.commit(1, 7);
		this.answers.add(REFUSED);
		this.clock = Clock.fixed(FakeChangeLog.NOON.plusSeconds(1), ZoneOffset.UTC);

		Position position = delivery(Duration.ZERO).step(Position.BEGINNING);

		assertThat(position).isEqualTo(new Position(1, 7));
		assertThat(this.cursor.find()).contains(position);
		assertThat(lost()).isEqualTo(7);
	}

	@Test
	void doesNotGiveUpWhatIsYoungHoweverLongTheWebhookHasFailed() {
		WebhookProgress progress = new WebhookProgress(Duration.ofHours(1), new NoPause());
		progress.failed(0);
		long later = Duration.ofHours(2).toNanos();

		assertThat(progress.isHopeless(later, FakeChangeLog.NOON, FakeChangeLog.NOON.plusSeconds(3599))).isFalse();
		assertThat(progress.isHopeless(later, FakeChangeLog.NOON, FakeChangeLog.NOON.plusSeconds(3600))).isTrue();
	}

	@Test
	void doesNotGiveUpWhatIsOldWhenTheWebhookHasOnlyJustFailed() {
		WebhookProgress progress = new WebhookProgress(Duration.ofHours(1), new NoPause());
		progress.failed(0);

		assertThat(progress.isHopeless(1, FakeChangeLog.NOON, FakeChangeLog.NOON.plusSeconds(100_000))).isFalse();
		progress.taken();
		assertThat(progress.isHopeless(Duration.ofHours(2).toNanos(), FakeChangeLog.NOON,
				FakeChangeLog.NOON.plusSeconds(100_000)))
			.isFalse();
	}

	@Test
	void goesOnAtTheEndWhenChangesAreNotKeptAnyMore() throws Exception {
		this.log.commit(1, 1);
		this.log.commit(2, 1);
		this.log.compactUpTo(new Position(1, 1));

		Position position = delivery(Duration.ofHours(1)).step(Position.BEGINNING);

		assertThat(position).isEqualTo(Position.endOf(2));
		assertThat(this.bodies).isEmpty();
		assertThat(lost()).isEqualTo(1);
	}

	@Test
	void tellsANewWebhookOnlyWhatComesAndAKnownOneWhatItMissed() throws Exception {
		this.log.commit(1, 1);
		runUntilDelivered(2, "2-1");
		assertThat(delivered()).containsExactly("2-1");

		this.log.commit(3, 1);
		runUntilDelivered(4, "4-1");
		assertThat(delivered()).containsExactly("2-1", "3-1", "4-1");
	}

	private void runUntilDelivered(long revision, String last) throws InterruptedException {
		Thread thread = new Thread(delivery(Duration.ofHours(1)));
		thread.start();
		await().forever().until(() -> this.cursor.find().isPresent());
		this.log.commit(revision, 1);
		await().forever().until(() -> this.cursor.find().map(Position::toString).equals(Optional.of(last)));
		thread.interrupt();
		thread.join();
	}

	@Test
	void eachWebhookHasItsOwnCursor() {
		WebhookCursor mail = new WebhookCursor(this.databases.database(), "mail");
		this.cursor.move(new Position(3, 1));
		mail.move(new Position(2, 0));
		mail.move(new Position(4, 999_999_999));

		assertThat(this.cursor.find()).contains(new Position(3, 1));
		assertThat(new WebhookCursor(this.databases.reopen(), "mail").find()).contains(Position.endOf(4));
	}

	private static final class NoPause implements RandomGenerator {

		@Override
		public long nextLong() {
			return 0;
		}

	}

}
