package dev.registrysync.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells at start why an open service does not listen beyond this machine, and what to add
 * to the configuration.
 */
class OpenToOthersFailureAnalyzer extends AbstractFailureAnalyzer<OpenToOthersException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, OpenToOthersException cause) {
		Exposure exposure = cause.exposure();
		String where = exposure.address().equals(Exposure.EVERYWHERE)
				? "on every address of this machine (%s is not set)".formatted(exposure.property())
				: "on %s (%s)".formatted(exposure.address(), exposure.property());
		String description = """
				Registry Sync would listen %s, where others can reach it. \
				It asks nobody for credentials, and it can create keys and sign with them.""".formatted(where);
		String action = """
				Make a token with java -jar registry-sync.jar token --name operator --roles admin, and add the \
				three lines that it prints:

				    registry-sync.security.tokens[0].name: operator
				    registry-sync.security.tokens[0].roles: admin
				    registry-sync.security.tokens[0].hash: sha256:...

				or name an OAuth 2 issuer of tokens:

				    registry-sync.security.issuer.uri: https://...
				    registry-sync.security.issuer.audience: registry-sync

				or keep it on this machine:

				    %s: 127.0.0.1

				or, if something else decides who may reach it (a container whose port is published \
				to 127.0.0.1 only, a proxy that authenticates), allow it by hand:

				    registry-sync.security.open: true""".formatted(exposure.property());
		return new FailureAnalysis(description, action, cause);
	}

}
