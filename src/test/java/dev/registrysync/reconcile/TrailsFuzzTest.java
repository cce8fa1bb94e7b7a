package dev.registrysync.reconcile;

import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.RuntimeEntries;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in a file of what was pushed, the next push is decided, and what it
 * remembers stays as it is when it is decided again.
 */
class TrailsFuzzTest {

	private static final RegistryDocument HERE = ReconcileFixture.document(Kind.AGENTS, """
			{"planner": {"labels": {"a": 1}, "notes": "here", "metadata": {"zone": 1}}}""");

	private static final RuntimeEntries THERE = new RuntimeEntries(Kind.AGENTS, ReconcileFixture.table("""
			{"planner": {"type": "core", "labels": {"a": 2}, "metadata": {"priority": 7}}}"""), Map.of(),
			JsonObject.EMPTY, true);

	@FuzzTest(maxDuration = "75s")
	void aPushIsDecidedWhateverIsRemembered(byte[] bytes) {
		EntryTable trails;
		try {
			trails = EntryTable.parse(bytes);
		}
		catch (JsonSyntaxException ex) {
			return;
		}
		PushPlan plan = decide(trails);
		assertThat(plan.sends()).allSatisfy((send) -> assertThat(HERE.has(send.ref().id())).isTrue());
		assertThat(decide(plan.trails()).trails().sameEntries(plan.trails())).isTrue();
		trails.ids().forEach((id) -> assertThat(Trails.members(trails, id)).doesNotContainNull());
	}

	private static PushPlan decide(EntryTable trails) {
		return PushPlan.of(HERE, THERE, trails, ReconcilePolicy.DEFAULT, (id) -> true);
	}

}
