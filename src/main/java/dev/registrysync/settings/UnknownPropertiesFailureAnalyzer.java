package dev.registrysync.settings;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names the unknown settings at the start, without their values.
 */
class UnknownPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPropertiesException> {

	private static final String NAMES = " An environment variable cannot add a <name>: name it in application.yaml or on the command line.";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownPropertiesException cause) {
		String description = cause.nearest()
			.entrySet()
			.stream()
			.map((unknown) -> "    %s%n        nearest setting: %s".formatted(unknown.getKey(), unknown.getValue()))
			.collect(Collectors.joining("%n".formatted(), "Registry Sync does not have these settings:%n%n".formatted(),
					""));
		boolean named = cause.nearest().values().stream().anyMatch((setting) -> setting.contains("<name>"));
		String action = "Correct their names or remove them. All settings are listed in the README (\"Settings\") and, with their defaults, in deploy/application.yaml."
				+ (named ? NAMES : "");
		return new FailureAnalysis(description, action, cause);
	}

}
