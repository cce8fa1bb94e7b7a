package dev.registrysync.coordinator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;

/**
 * The end of one pull.
 *
 * @param at when it ended
 * @param outcome how
 * @param problem what was wrong, if it failed
 */
public record Contact(Instant at, PullOutcome outcome, Optional<ProblemCode> problem) {

	Map<String, Object> details() {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("last_contact", this.at.toString());
		details.put("outcome", this.outcome.text());
		this.problem.ifPresent((code) -> details.put("problem", code.text()));
		return details;
	}

}
