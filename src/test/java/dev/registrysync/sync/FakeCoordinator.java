package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.coordinator.PatchOutcome;
import dev.registrysync.coordinator.Pull;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import org.jspecify.annotations.Nullable;

/**
 * A source that answers what the test says.
 */
class FakeCoordinator implements CoordinatorClient {

	private final Map<Kind, RuntimeEntries> answers = new EnumMap<>(Kind.class);

	private @Nullable ProblemException failure;

	Runnable beforeAnswer = () -> {
	};

	int pulls;

	@Override
	public String name() {
		return "default";
	}

	@Override
	public Pull pull(Kind kind) {
		this.pulls++;
		this.beforeAnswer.run();
		if (this.failure != null) {
			throw this.failure;
		}
		RuntimeEntries entries = this.answers.get(kind);
		return (entries != null) ? new Pull.Answered(entries, "", Optional.empty(), false) : new Pull.NotOffered(kind);
	}

	@Override
	public boolean isPushedTo() {
		return false;
	}

	@Override
	public PatchOutcome patch(Kind kind, JsonObject patch, Optional<String> ifMatch) {
		throw new UnsupportedOperationException();
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
