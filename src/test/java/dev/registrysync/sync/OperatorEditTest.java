package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OperatorEditTest {

	private static final String TWO = """
			{"a": {"agent_type": "x", "description": "first", "status": "active"}, "b": {"agent_type": "y"}}""";

	private static final IfMatch UNCONDITIONAL = new IfMatch(Optional.empty());

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	@BeforeEach
	void syncOnce() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS, TWO);
		this.registry.sync();
	}

	private EditResult patch(String id, String patch) {
		return this.registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, id, bytes(patch), UNCONDITIONAL));
	}

	private EditResult patchAll(String patch) {
		return this.registry.service.patch(OperatorEdit.ofMap(Kind.AGENTS, bytes(patch), UNCONDITIONAL));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private ProblemException assertRefused(ProblemCode code, Runnable call) {
		String before = this.registry.text(Kind.AGENTS);
		ProblemException[] thrown = new ProblemException[1];
		assertThatExceptionOfType(ProblemException.class).isThrownBy(call::run).satisfies((ex) -> thrown[0] = ex);
		assertThat(thrown[0].code()).isEqualTo(code);
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
		assertThat(this.registry.history.revision().number()).isEqualTo(1);
		return thrown[0];
	}

	@Test
	void anEditIsOneRevisionAndAttested() {
		EditResult result = patchAll(
				"{\"a\": {\"enabled\": false, \"labels\": {\"x\": 2.0, \"y\": null}}, \"b\": {\"notes\": \"n\"}}");
		assertThat(result.revision().number()).isEqualTo(2);
		assertThat(result.changed()).containsExactly("a", "b");
		assertThat(this.registry.entry(Kind.AGENTS, "a").find("enabled")).hasToString("Optional[false]");
		assertThat(this.registry.entry(Kind.AGENTS, "a").find("labels")).hasToString("Optional[{\"x\":2.0}]");
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void anEditThatChangesNothingWritesNothing() {
		patch("a", "{\"labels\": {\"x\": 2.0}}");
		String before = this.registry.text(Kind.AGENTS);
		EditResult result = patchAll(
				"{\"a\": {\"labels\": {\"x\": 2}, \"notes\": null, \"identity\": {\"public_key\": \"0x0\"}}, \"b\": {}}");
		assertThat(result.revision().number()).isEqualTo(2);
		assertThat(result.changed()).isEmpty();
		assertThat(result.unchanged()).containsExactly("a", "b");
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
	}

	@Test
	void anEditThatChangesNothingDoesNotEvenMendAnIdentity() {
		String address = this.registry.identity(Kind.AGENTS, "a").findText("public_key").orElseThrow();
		this.registry.replace(Kind.AGENTS, address, "PENDING_1");
		String before = this.registry.text(Kind.AGENTS);
		patch("a", "{\"enabled\": true}");
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
	}

	@Test
	void anEditDoesNotLaunderAnEditByHand() {
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"forged\"");
		patchAll("{\"a\": {\"notes\": \"n\"}, \"b\": {\"notes\": \"n\"}}");
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		assertThat(this.registry.verdict(Kind.AGENTS, "b").verdict()).isEqualTo(Verdict.VALID);
		patch("a", "{\"notes\": null}");
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		this.registry.replace(Kind.AGENTS, "\"forged\"", "\"first\"");
		this.registry.sync();
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void everyRefusedMemberIsNamedWithItsOwner() {
		ProblemException refusal = assertRefused(ProblemCode.MEMBERS_NOT_YOURS, () -> patchAll(
				"{\"a\": {\"enabled\": false, \"description\": \"d\", \"missing_since\": 1}, \"b\": {\"type\": \"t\"}}"));
		assertThat(refusal.data().get("refused"))
			.isEqualTo(List.of(new EditPlan.RefusedMember("/a/description", "runtime"),
					new EditPlan.RefusedMember("/a/missing_since", "sync"),
					new EditPlan.RefusedMember("/b/type", "runtime")));
		ProblemException one = assertRefused(ProblemCode.MEMBERS_NOT_YOURS, () -> patch("a", "{\"id\": \"c\"}"));
		assertThat(one.data().get("refused")).isEqualTo(List.of(new EditPlan.RefusedMember("/id", "runtime")));
	}

	@Test
	void whatTheSourceNeverSentMayBeEdited() {
		patch("b", "{\"description\": \"What b is for\", \"team\": {\"name\": \"t\"}}");
		this.registry.sync();
		assertThat(this.registry.entry(Kind.AGENTS, "b").findText("description")).contains("What b is for");
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("\"y\"", "\"y\", \"description\": \"Theirs\""));
		this.registry.sync();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> patch("b", "{\"description\": \"Mine\"}"));
	}

	@Test
	void entriesThatAreNotThereAreAllNamed() {
		ProblemException refusal = assertRefused(ProblemCode.ENTRY_NOT_FOUND,
				() -> patchAll("{\"a\": {\"enabled\": false}, \"nobody\": {}, \"\": {}}"));
		assertThat(refusal.data().get("ids")).isEqualTo(List.of("nobody", ""));
		assertThat(assertRefused(ProblemCode.ENTRY_NOT_FOUND, () -> patch("nobody", "{}")).data().get("id"))
			.isEqualTo("nobody");
	}

	@Test
	void entriesAreNotRemoved() {
		ProblemException refusal = assertRefused(ProblemCode.ENTRIES_ARE_KEPT,
				() -> patchAll("{\"b\": null, \"a\": {\"enabled\": false}}"));
		assertThat(refusal.data().get("ids")).isEqualTo(List.of("b"));
	}

	@Test
	void aFileThatChangesMeanwhileIsTakenIn() {
		boolean[] written = new boolean[1];
		this.registry.interfereBeforePublish(() -> {
			if (!written[0]) {
				written[0] = true;
				this.registry.replace(Kind.AGENTS, "\"agents_schema_version\": \"1.0\"",
						"\"agents_schema_version\": \"1.0\",\n  \"theirs\": true");
			}
		});
		patch("a", "{\"enabled\": false}");
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"theirs\": true", "\"enabled\": false");
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
	}

	@Test
	void aToolThatGetsAnotherVersionIsRegisteredAnew() {
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {\"description\": \"d\"}}");
		this.registry.sync();
		this.registry.service
			.patch(OperatorEdit.ofEntry(Kind.TOOLS, "t", bytes("{\"version\": \"2.0.0\"}"), UNCONDITIONAL));
		assertThat(this.registry.verdict(Kind.TOOLS, "t").verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.identity(Kind.TOOLS, "t").findText("signature_message"))
			.contains("tool_registration:t:2.0.0");
	}

	@Test
	void refusesWhatIsNestedDeeperThanAFileCouldBeRead() {
		String deep = "{\"labels\": " + "{\"a\":".repeat(400) + "1" + "}".repeat(400) + "}";
		assertThat(assertRefused(ProblemCode.INVALID_REQUEST, () -> patch("a", deep)).detail())
			.contains("nested deeper");
	}

	@Test
	void editsAreCountedAsRunsAndRefusalsAreNot() {
		patch("a", "{\"enabled\": false}");
		patch("a", "{\"enabled\": false}");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> patch("nobody", "{}"));
		assertThat(runs("succeeded")).isEqualTo(1);
		assertThat(runs("no_change")).isEqualTo(1);
		assertThat(runs("failed")).isZero();
	}

	private double runs(String outcome) {
		return this.registry.meters.get("registry.sync.runs")
			.tags("trigger", "patch", "outcome", outcome, "dry_run", "false")
			.counter()
			.count();
	}

}
