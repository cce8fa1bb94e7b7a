package dev.registrysync.continuous;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.registrysync.coordinator.CoordinatorTestAccess;
import dev.registrysync.database.Databases;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.packaged.Coordinator;
import dev.registrysync.sync.SyncedRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three coordinators on loopback, for 200 rounds: one hangs, one fails every other time,
 * and one is started anew with an empty registry now and then.
 */
class ThreeCoordinatorsTest {

	private static final int ROUNDS = 200;

	private static final Logger OURS = (Logger) LoggerFactory.getLogger("dev.registrysync");

	@TempDir
	private Path data;

	private final Coordinator hanging = Coordinator.onLoopback();

	private final Coordinator flapping = Coordinator.onLoopback();

	private final Coordinator restarting = Coordinator.onLoopback();

	private Databases databases;

	private SyncedRegistry registry;

	private final List<SourceLoop> loops = new ArrayList<>();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Map<String, String> expected = new TreeMap<>();

	@BeforeEach
	void start() {
		this.registry = new SyncedRegistry(this.data, CoordinatorTestAccess.http("hanging", this.hanging.url()),
				CoordinatorTestAccess.http("flapping", this.flapping.url()),
				CoordinatorTestAccess.http("restarting", this.restarting.url()));
		this.databases = Databases.sqlite(this.data);
		Suspensions suspensions = new Suspensions(this.databases.database(), Clock.systemUTC());
		for (String source : this.registry.service().sourceNames()) {
			this.loops
				.add(new SourceLoop(
						source, this.registry.service()::poll, new PollSchedule(Duration.ofHours(1),
								Duration.ofHours(1), Duration.ofHours(1), new Random(1), System.nanoTime()),
						suspensions, Clock.systemUTC()));
		}
		this.log.start();
		OURS.addAppender(this.log);
	}

	@AfterEach
	void stop() {
		OURS.detachAppender(this.log);
		this.hanging.close();
		this.flapping.close();
		this.restarting.close();
		this.databases.close();
	}

	private SourceLoop loop(String source) {
		return this.loops.stream().filter((loop) -> loop.source().equals(source)).findFirst().orElseThrow();
	}

	/**
	 * Lets the coordinator have two agents, one that changes and one that stays, and
	 * expects them.
	 */
	private void registers(Coordinator coordinator, String name, int round) {
		coordinator
			.agents("{\"%s-1\": {\"type\": \"t\", \"round\": \"%d\"}, \"%s-2\": {\"type\": \"t\", \"round\": \"-\"}}"
				.formatted(name, round, name));
		this.expected.put(name + "-1", "active " + round);
		this.expected.put(name + "-2", "active -");
	}

	private List<String> said(String source) {
		return List.copyOf(this.log.list)
			.stream()
			.filter((line) -> line.getLevel().isGreaterOrEqual(Level.INFO))
			.map(ILoggingEvent::getFormattedMessage)
			.filter((line) -> line.startsWith("Continuous sync with " + source))
			.toList();
	}

	@Test
	void theRegistryIsWhatItShouldBeAtEveryRevision() throws Exception {
		registers(this.hanging, "hanging", 0);
		registers(this.flapping, "flapping", 0);
		registers(this.restarting, "restarting", 0);
		this.loops.forEach(SourceLoop::turn);
		assertThat(this.registry.agents("round")).isEqualTo(this.expected);
		Coordinator.Hold hold = this.hanging.hold();
		Thread hangs = new Thread(loop("hanging")::turn, "hanging");
		hangs.start();
		hold.awaitQuestion();
		long revision = this.registry.revision();
		int empty = 0;
		int lastChange = 0;
		for (int round = 1; round <= ROUNDS; round++) {
			if (round % 2 == 0) {
				registers(this.flapping.status(200), "flapping", round);
				revision++;
			}
			else {
				this.flapping.status(503);
			}
			if (round % 10 == 0) {
				this.restarting.agents("{}");
				empty++;
			}
			else if (round % 4 == 1) {
				registers(this.restarting, "restarting", round);
				lastChange = round;
				revision++;
			}
			else {
				registers(this.restarting, "restarting", lastChange);
			}
			loop("flapping").turn();
			loop("restarting").turn();
			assertThat(this.registry.agents("round")).as("round %d", round).isEqualTo(this.expected);
			assertThat(this.registry.revision()).as("round %d", round).isEqualTo(revision);
		}
		assertThat(hangs.isAlive()).as("it has hung all the time").isTrue();
		hold.release();
		hangs.join();
		assertThat(this.registry.agents("round")).isEqualTo(this.expected);
		assertThat(this.registry.trips("empty_answer")).isEqualTo(empty);
		assertThat(this.registry.trips("loss")).isZero();
		assertThat(this.registry.verdicts()).hasSize(6).allMatch(EntryVerdict::isValid);
		assertThat(said("hanging")).isEmpty();
		assertThat(said("flapping")).hasSize(6);
		assertThat(said("restarting")).hasSize(6);
		assertThat(List.copyOf(this.log.list)).filteredOn((line) -> line.getLevel().isGreaterOrEqual(Level.INFO))
			.extracting(ILoggingEvent::getFormattedMessage)
			.filteredOn((line) -> !line.startsWith("Continuous sync"))
			.doesNotHaveDuplicates();
	}

}
