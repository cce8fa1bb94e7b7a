package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.reconcile.MemberRule;
import dev.registrysync.reconcile.MemberRules;
import dev.registrysync.reconcile.Owner;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two services, each of which is the other's source and is pushed to.
 */
class ChainTest {

	private static final long SEED = 20261124;

	private static final int ROUNDS = 30;

	private static final int QUIET_ROUNDS = 5;

	/** How many random histories are played. */
	private static final int HISTORIES = Integer.getInteger("registry-sync.chain.histories", 3);

	@TempDir
	private Path data;

	/** Where our values win. */
	@AutoClose
	private SyncFixture a;

	@AutoClose
	private SyncFixture b;

	private int written;

	@BeforeEach
	void chain() {
		this.a = new SyncFixture(this.data.resolve("a"));
		this.b = new SyncFixture(this.data.resolve("b"));
		this.a.chainTo(this.b);
		this.b.chainTo(this.a);
		this.a.conflicts(ConflictPolicy.PERSISTENT);
		this.b.write(Kind.AGENTS, """
				{"registered_agents": {
				  "x": {"id": "x", "name": "X", "enabled": true, "labels": {"k": 1}},
				  "y": {"id": "y", "type": "worker", "description": "Works", "registered_at": 1795300000.5},
				  "z": {"id": "z"},
				  "w": {"id": "w", "name": "w", "type": "agent", "description": "", "version": "1.0.0",
				        "enabled": true, "status": "active", "created_at": 1.5, "created_by": "x"}
				}}""");
		this.b.write(Kind.TOOLS, "{\"registered_tools\": {\"t\": {\"version\": \"2.0\", \"cost\": 2.0}}}");
		for (int i = 0; i < 2; i++) {
			this.a.sync();
			this.b.sync();
		}
	}

	private static boolean patch(SyncFixture side, Kind kind, String id, String patch) {
		try {
			side.service.patch(OperatorEdit.ofEntry(kind, id, patch.getBytes(StandardCharsets.UTF_8),
					new IfMatch(Optional.empty())));
			return true;
		}
		catch (ProblemException ex) {
			assertThat(ex.code()).isEqualTo(ProblemCode.MEMBERS_NOT_YOURS);
			return false;
		}
	}

	private void assertSame() {
		assertThat(digests(this.a)).isEqualTo(digests(this.b));
	}

	private static Map<String, String> digests(SyncFixture side) {
		Map<String, String> digests = new TreeMap<>();
		for (Kind kind : Kind.values()) {
			side.ports.find(kind)
				.ifPresent((document) -> document.ids()
					.stream()
					.map((id) -> document.find(id).orElseThrow())
					.forEach((entry) -> digests.put(entry.ref().toString(), ContentDigest.of(entry.members()).text())));
		}
		return digests;
	}

	@Test
	void bothHaveTheSameAfterTheFirstContact() {
		assertSame();
		assertThat(this.a.verdicts()).hasSize(5).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		assertThat(this.b.verdicts()).hasSize(5).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
	}

	@Test
	void theLaterEditOfTheWeakerSideIsNotTakenForAConflict() {
		patch(this.a, Kind.AGENTS, "x", "{\"notes\": \"from a\"}");
		this.a.sync();
		patch(this.b, Kind.AGENTS, "x", "{\"notes\": \"from b\"}");
		assertThat(this.a.sync().conflicts()).isEmpty();
		assertThat(this.b.sync().conflicts()).isEmpty();
		assertThat(this.a.entry(Kind.AGENTS, "x").findText("notes")).contains("from b");
	}

	@Test
	void theStrongerSideDoesNotDefendWhatItHasFromTheWeaker() {
		patch(this.b, Kind.AGENTS, "x", "{\"notes\": \"1\"}");
		this.b.sync();
		patch(this.b, Kind.AGENTS, "x", "{\"notes\": \"2\"}");
		assertThat(this.a.sync().conflicts()).isEmpty();
		this.b.sync();
		assertThat(this.a.entry(Kind.AGENTS, "x").findText("notes")).contains("2");
	}

	@Test
	void aMemberThatOneSideInventedIsItsOperatorsForEver() {
		assertThat(patch(this.a, Kind.AGENTS, "x", "{\"team\": 1}")).isTrue();
		for (int i = 2; i < 5; i++) {
			this.b.sync();
			this.a.sync();
			this.b.sync();
			assertThat(this.b.entry(Kind.AGENTS, "x").find("team")).hasToString("Optional[%d]".formatted(i - 1));
			assertThat(patch(this.a, Kind.AGENTS, "x", "{\"team\": %d}".formatted(i))).isTrue();
			assertThat(this.a.sync().outcome()).isNotEqualTo(Outcome.PARTIAL);
		}
		this.b.sync();
		assertSame();
	}

	@Test
	void aMemberThatAnOperatorRemovesIsGoneOnBothSides() {
		assertThat(patch(this.b, Kind.AGENTS, "x", "{\"labels\": null}")).isTrue();
		this.a.sync();
		this.b.sync();
		assertThat(this.a.entry(Kind.AGENTS, "x").has("labels")).isFalse();
		assertThat(this.b.entry(Kind.AGENTS, "x").has("labels")).isFalse();
	}

	@Test
	void aChangeThatOneSideTookBackLeavesNobodyWaiting() {
		patch(this.b, Kind.AGENTS, "x", "{\"notes\": \"1\"}");
		patch(this.a, Kind.AGENTS, "x", "{\"notes\": \"2\"}");
		assertThat(this.b.sync().conflicts()).hasSize(1);
		patch(this.a, Kind.AGENTS, "x", "{\"notes\": null}");
		this.a.sync();
		this.b.sync();
		assertSame();
	}

	/**
	 * A run that waits for the other's run, which waits for it, would never end.
	 */
	@Test
	void bothMaySyncAtTheSameTime() throws Exception {
		Random random = new Random(SEED);
		for (int round = 0; round < ROUNDS; round++) {
			edit(random);
			edit(random);
			CompletableFuture<?> other = CompletableFuture.runAsync(this.b::sync);
			this.a.sync();
			other.get();
		}
		settle();
		assertSame();
	}

	private static LongStream seeds() {
		return LongStream.range(SEED, SEED + HISTORIES);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void afterAllEditsBothHaveTheSameAndAreQuiet(long seed) {
		Random random = new Random(seed);
		play(random, this::edit, this::writeEntry);
		settle();
		assertSameAndQuiet();
	}

	/**
	 * Rounds of operators' edits, of what others write in the files, and of runs.
	 */
	private void play(Random random, Consumer<Random> edit, Consumer<Random> write) {
		for (int round = 0; round < ROUNDS; round++) {
			for (int edits = random.nextInt(6); edits > 0; edits--) {
				edit.accept(random);
			}
			if (random.nextInt(4) == 0) {
				write.accept(random);
			}
			for (int syncs = random.nextInt(3); syncs > 0; syncs--) {
				(random.nextBoolean() ? this.a : this.b).sync();
			}
		}
	}

	private void assertSameAndQuiet() {
		assertSame();
		List<String> files = files();
		for (int i = 0; i < QUIET_ROUNDS; i++) {
			for (SyncReport report : List.of(this.a.sync(), this.b.sync())) {
				assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
				assertThat(report.conflicts()).isEmpty();
			}
			assertThat(files()).isEqualTo(files);
		}
		assertThat(this.a.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void membersInsideOthersTravelBothWaysToo(long seed) {
		own("/metadata/priority", "/metadata/contact/mail", "/box/ours");
		writeMetadata();
		Random random = new Random(seed);
		play(random, this::editInside, this::writeInside);
		settle();
		assertSameAndQuiet();
	}

	@Test
	void anEditInsideAMemberArrivesAlone() {
		own("/metadata/priority", "/metadata/contact/mail");
		writeMetadata();
		assertThat(patch(this.a, Kind.AGENTS, "x", "{\"metadata\": {\"size\": 2}}")).isFalse();
		assertThat(patch(this.a, Kind.AGENTS, "x", "{\"metadata\": null}")).isFalse();
		assertThat(patch(this.a, Kind.AGENTS, "x", "{\"metadata\": {\"priority\": 2}}")).isTrue();
		assertThat(patch(this.b, Kind.AGENTS, "x", "{\"metadata\": {\"contact\": {\"mail\": \"n\"}}}")).isTrue();
		this.b.replace(Kind.AGENTS, "\"size\": 1", "\"size\": 3");
		assertThat(this.a.sync().conflicts()).isEmpty();
		assertThat(this.b.sync().conflicts()).isEmpty();
		settle();
		assertThat(this.a.entry(Kind.AGENTS, "x").find("metadata")).contains(JsonReader.read("""
				{"priority": 2, "size": 3, "contact": {"mail": "n", "room": 7}}""".getBytes(StandardCharsets.UTF_8)));
		assertSameAndQuiet();
	}

	private void writeMetadata() {
		this.b.replace(Kind.AGENTS, "\"id\": \"x\",", """
				"id": "x", "metadata": {"priority": 1, "size": 1, "contact": {"mail": "m", "room": 7}},""");
		settle();
	}

	/**
	 * Gives these members to the operators of both sides, and all that others write in
	 * the files counts.
	 */
	private void own(String... pointers) {
		MemberRule rule = new MemberRule(Optional.of(Owner.OPERATOR), Optional.empty());
		Map<JsonPointer, MemberRule> rules = new HashMap<>();
		List.of(pointers).forEach((pointer) -> rules.put(JsonPointer.parse(pointer), rule));
		this.a.members(new MemberRules(ConflictPolicy.PERSISTENT, rules));
		this.b.members(new MemberRules(ConflictPolicy.RUNTIME, rules));
		this.a.externalChanges(ExternalChanges.ACCEPT);
		this.b.externalChanges(ExternalChanges.ACCEPT);
	}

	/**
	 * So many runs it may take until each has seen what the other made of it.
	 */
	private void settle() {
		for (int i = 0; i < 3; i++) {
			this.a.sync();
			this.b.sync();
		}
	}

	private List<String> files() {
		List<String> files = new ArrayList<>();
		for (SyncFixture side : List.of(this.a, this.b)) {
			for (Kind kind : Kind.values()) {
				files.add(side.text(kind));
			}
			files.add(side.journal());
		}
		return files;
	}

	private void edit(Random random) {
		SyncFixture side = random.nextBoolean() ? this.a : this.b;
		Kind kind = (random.nextInt(4) == 0) ? Kind.TOOLS : Kind.AGENTS;
		List<String> ids = side.ports.find(kind).orElseThrow().ids().stream().map(Object::toString).toList();
		String id = ids.get(random.nextInt(ids.size()));
		patch(side, kind, id, switch (random.nextInt(8)) {
			case 0, 1 -> "{\"enabled\": %s}".formatted(random.nextBoolean());
			case 2 -> "{\"notes\": \"%d\", \"enabled\": true}".formatted(random.nextInt(3));
			case 3 -> "{\"notes\": null}";
			case 4 -> "{\"labels\": {\"%s\": %d}}".formatted((char) ('k' + random.nextInt(3)), random.nextInt(3));
			case 5 -> "{\"labels\": {\"%s\": null, \"deep\": {\"x\": [%d]}}}"
				.formatted((char) ('k' + random.nextInt(3)), random.nextInt(3));
			case 6 -> "{\"access_control\": {\"allowed_agents\": [\"%d\"]}}".formatted(random.nextInt(3));
			default -> "{\"team_%d\": %d}".formatted(random.nextInt(2), random.nextInt(5));
		});
	}

	private void editInside(Random random) {
		SyncFixture side = random.nextBoolean() ? this.a : this.b;
		Kind kind = (random.nextInt(4) == 0) ? Kind.TOOLS : Kind.AGENTS;
		List<String> ids = side.ports.find(kind).orElseThrow().ids().stream().map(Object::toString).toList();
		String id = ids.get(random.nextInt(Math.min(3, ids.size())));
		int value = random.nextInt(3);
		patch(side, kind, id, switch (random.nextInt(9)) {
			case 0, 1 -> "{\"metadata\": {\"priority\": %d}}".formatted(value);
			case 2 -> "{\"metadata\": {\"priority\": null}}";
			case 3 -> "{\"metadata\": {\"contact\": {\"mail\": \"%d\"}}}".formatted(value);
			case 4 -> "{\"metadata\": {\"contact\": {\"mail\": null}, \"priority\": %d}}".formatted(value);
			case 5 -> "{\"metadata\": {\"team_%d\": {\"x\": %d}}}".formatted(random.nextInt(2), value);
			case 6 -> "{\"box\": {\"ours\": {\"k%d\": %d}}}".formatted(random.nextInt(2), value);
			case 7 -> "{\"box\": {\"ours\": null}}";
			default -> "{\"notes\": \"%d\"}".formatted(value);
		});
	}

	/**
	 * As the program writes whose the members around those of the operators are: it is
	 * beside one of the two.
	 */
	private void writeInside(Random random) {
		this.b.write(Kind.AGENTS,
				this.b.text(Kind.AGENTS).replaceFirst("\"size\": \\d", "\"size\": %d".formatted(random.nextInt(4))));
	}

	/**
	 * As another program adds an agent to its file.
	 */
	private void writeEntry(Random random) {
		SyncFixture side = random.nextBoolean() ? this.a : this.b;
		String id = "new_" + this.written++;
		side.replace(Kind.AGENTS, "\"registered_agents\": {",
				"\"registered_agents\": {\n    \"%s\": {\"id\": \"%1$s\", \"description\": \"Written by hand\"},"
					.formatted(id));
	}

}
