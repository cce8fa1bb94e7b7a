package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process ends at each of its writes to the history in turn while a push overwrites
 * what somebody changed at the source: that value is told wherever it ends.
 */
class HaltedPushTest {

	@TempDir
	private Path temporary;

	private Path edited;

	private String shown;

	@BeforeEach
	void bothSidesChangeOneMember() {
		this.edited = this.temporary.resolve("edited");
		SyncFixture registry = open(this.edited);
		registry.coordinator.answer(Kind.AGENTS, "{\"a\": {\"agent_type\": \"x\"}}");
		registry.sync();
		registry.sync();
		edit(registry, "ours");
		this.shown = registry.coordinator.shows(Kind.AGENTS, "a").with("notes", "theirs").toString();
	}

	private static SyncFixture open(Path data) {
		SyncFixture registry = new SyncFixture(data);
		registry.coordinator.push = true;
		registry.conflicts(ConflictPolicy.PERSISTENT);
		return registry;
	}

	private static void edit(SyncFixture registry, String notes) {
		registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, "a",
				JsonObject.EMPTY.with("notes", notes).toString().getBytes(StandardCharsets.UTF_8),
				new IfMatch(Optional.empty())));
	}

	private SyncFixture openCopy(String name) {
		Path copy = this.temporary.resolve(name);
		try (Stream<Path> files = Files.walk(this.edited)) {
			for (Path file : files.toList()) {
				Files.copy(file, copy.resolve(this.edited.relativize(file).toString()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return open(copy);
	}

	/**
	 * Syncs until the process ends: before or behind one of its writes to the history.
	 * @return whether it came through
	 */
	private static boolean sync(SyncFixture registry, int writes) {
		HaltingHistory halting = new HaltingHistory(registry.history, writes);
		registry.remember(halting.history());
		return halting.run(() -> registry.service.poll("default", false));
	}

	private static boolean isOverwritten(SyncFixture registry) {
		return registry.coordinator.shows(Kind.AGENTS, "a").findText("notes").filter("ours"::equals).isPresent();
	}

	private static Stream<RunView> runsThatTellTheLoss(SyncFixture registry) {
		return registry.archive.page(null, 100, null, null)
			.syncs()
			.stream()
			.filter((run) -> registry.archive.changes(run.syncId(), 0, 100)
				.changes()
				.stream()
				.anyMatch(HaltedPushTest::isTheLoss));
	}

	private static boolean isTheLoss(JsonObject decided) {
		return decided.findText("type").filter("conflict"::equals).isPresent()
				&& decided.findText("runtime").filter("theirs"::equals).isPresent();
	}

	private void walk(String agentType) {
		int writes = 0;
		int toldAfterwards = 0;
		boolean through = false;
		while (!through) {
			SyncFixture registry = openCopy("cut-" + writes);
			registry.coordinator.answer(Kind.AGENTS, "{\"a\": " + this.shown.replace("\"x\"", agentType) + "}");
			through = sync(registry, writes++);
			boolean overwritten = isOverwritten(registry);
			registry.restart();
			if (overwritten) {
				List<RunView> runs = runsThatTellTheLoss(registry).toList();
				assertThat(runs).hasSize(1);
				toldAfterwards += Boolean.TRUE.equals(runs.get(0).interrupted()) ? 1 : 0;
			}
			List<RunView> told = registry.archive.page(null, 100, null, null).syncs();
			registry.restart();
			assertThat(registry.archive.page(null, 100, null, null).syncs()).isEqualTo(told);
			registry.sync();
			assertThat(isOverwritten(registry)).isTrue();
			assertThat(runsThatTellTheLoss(registry)).isNotEmpty();
		}
		assertThat(toldAfterwards).isPositive();
	}

	@Test
	void theValueThatTheSourceLosesIsToldWhereverTheProcessEnds() {
		walk("\"x\"");
	}

	@Test
	void itIsToldBesideWhatTheRunCommitted() {
		walk("\"y\"");
	}

	@Test
	void itIsToldThoughOtherRunsWereToldMeanwhile() {
		SyncFixture registry = open(this.edited);
		registry.coordinator.answer(Kind.AGENTS, "{\"a\": " + this.shown + "}");
		List<SyncFixture> dead = new ArrayList<>();
		registry.coordinator.beforeTaking = () -> {
			edit(registry, "ours again");
			dead.add(openCopy("dead"));
		};
		String syncId = registry.sync().syncId();
		assertThat(dead).singleElement().satisfies((restarted) -> {
			assertThat(runsThatTellTheLoss(restarted)).extracting(RunView::syncId).containsExactly(syncId);
			assertThat(restarted.archive.get(syncId).interrupted()).isTrue();
			assertThat(restarted.archive.page(null, 100, null, null).syncs()).extracting(RunView::trigger)
				.startsWith("api", "patch");
		});
	}

}
