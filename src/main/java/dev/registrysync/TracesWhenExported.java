package dev.registrysync;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves all that traces is made of out of the application, unless somebody has said
 * where traces are to be sent.
 */
class TracesWhenExported implements AutoConfigurationImportFilter, EnvironmentAware {

	static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	private boolean exported;

	@Override
	public void setEnvironment(Environment environment) {
		this.exported = environment.containsProperty(ENDPOINT);
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[autoConfigurations.length];
		for (int i = 0; i < matches.length; i++) {
			matches[i] = this.exported || !isOfTraces(autoConfigurations[i]);
		}
		return matches;
	}

	private static boolean isOfTraces(@Nullable String autoConfiguration) {
		return autoConfiguration != null
				&& Stream.of("org.springframework.boot.micrometer.tracing.", "org.springframework.boot.opentelemetry.")
					.anyMatch(autoConfiguration::startsWith);
	}

}
