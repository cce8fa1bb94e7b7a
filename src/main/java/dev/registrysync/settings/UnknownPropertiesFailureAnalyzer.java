package dev.registrysync.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells at start which properties nobody reads, and not their values.
 */
class UnknownPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownPropertiesException cause) {
		String names = String.join("\n    ", cause.names());
		String description = "Registry Sync does not know these properties, so they would have no effect:\n\n    "
				+ names;
		String action = "Correct their names or remove them. Known below %s are: %s.".formatted(cause.prefix(),
				String.join(", ", cause.known()));
		return new FailureAnalysis(description, action, cause);
	}

}
