package dev.registrysync.sync;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.coordinator.PatchOutcome;
import dev.registrysync.coordinator.Pull;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.MergePatch;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * A source that answers what the test says.
 */
class FakeCoordinator implements CoordinatorClient {

	private final String name;

	private final Map<Kind, RuntimeEntries> answers = new EnumMap<>(Kind.class);

	private @Nullable ProblemException failure;

	Runnable beforeAnswer = () -> {
	};

	/** Called with an answer that is made and not yet given. */
	Runnable beforeGiving = () -> {
	};

	int pulls;

	int fullPulls;

	/** Whether it spells each answer otherwise, so that no two have the same bytes. */
	boolean neverTheSame;

	/** Whether it is to be told of changes. */
	boolean push;

	final List<JsonObject> patches = new ArrayList<>();

	final List<Optional<String>> conditions = new ArrayList<>();

	Runnable beforeTaking = () -> {
	};

	private final Queue<Supplier<PatchOutcome>> outcomes = new ArrayDeque<>();

	FakeCoordinator() {
		this("default");
	}

	FakeCoordinator(String name) {
		this.name = name;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public URI url() {
		return URI.create("http://" + this.name);
	}

	@Override
	public Pull pull(Kind kind) {
		this.pulls++;
		this.beforeAnswer.run();
		if (this.failure != null) {
			throw this.failure;
		}
		RuntimeEntries entries = this.answers.get(kind);
		this.beforeGiving.run();
		return (entries != null) ? new Pull.Answered(entries, digest(entries), Optional.of("\"pulled\""), false)
				: new Pull.NotOffered(kind);
	}

	@Override
	public void forgetValidators() {
		this.fullPulls++;
	}

	private String digest(RuntimeEntries entries) {
		String text = entries.quarantined() + " " + entries.complete() + (this.neverTheSame ? this.pulls : "");
		return Sha256.of(entries.entries().bytes()) + Sha256.of(text.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public boolean isPushedTo() {
		return this.push;
	}

	@Override
	public PatchOutcome patch(Kind kind, JsonObject patch, Optional<String> ifMatch) {
		this.patches.add(patch);
		this.conditions.add(ifMatch);
		this.beforeTaking.run();
		PatchOutcome outcome = this.outcomes.isEmpty() ? new PatchOutcome.Applied(Optional.of("\"after\""))
				: this.outcomes.remove().get();
		if (outcome instanceof PatchOutcome.Applied) {
			apply(kind, patch);
		}
		return outcome;
	}

	private void apply(Kind kind, JsonObject patch) {
		RuntimeEntries now = Objects.requireNonNull(this.answers.get(kind));
		EntryTable.Builder table = EntryTable.builder();
		now.entries().ids().forEach((id) -> {
			JsonObject change = patch.findObject(id.value()).orElse(JsonObject.EMPTY);
			table.add(id, MergePatch.apply(now.entries().find(id).orElseThrow(), change));
		});
		this.answers.put(kind,
				new RuntimeEntries(kind, table.build(), now.quarantined(), now.envelope(), now.complete()));
	}

	/**
	 * What it shows of an entry.
	 */
	JsonObject shows(Kind kind, String id) {
		return Objects.requireNonNull(this.answers.get(kind)).entries().find(new EntryId(id)).orElseThrow();
	}

	/**
	 * Answers so to the next patch, and as usual to those after it.
	 */
	void answerNextPatch(Supplier<PatchOutcome> outcome) {
		this.outcomes.add(outcome);
	}

	/**
	 * Answers with a map from id to entry from now on.
	 */
	FakeCoordinator answer(Kind kind, String json) {
		return answer(kind, json, Map.of());
	}

	FakeCoordinator answer(Kind kind, String json, Map<String, String> quarantined) {
		this.failure = null;
		this.answers.put(kind, new RuntimeEntries(kind, EntryTable.parse(json.getBytes(StandardCharsets.UTF_8)),
				new LinkedHashMap<>(quarantined), JsonObject.EMPTY, true));
		return this;
	}

	void fail(ProblemException with) {
		this.failure = with;
	}

}
