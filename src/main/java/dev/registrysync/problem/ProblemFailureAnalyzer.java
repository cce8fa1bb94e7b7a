package dev.registrysync.problem;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells why the program did not start, and what to do, instead of a stack trace.
 */
class ProblemFailureAnalyzer extends AbstractFailureAnalyzer<ProblemException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ProblemException cause) {
		return new FailureAnalysis("%s (%s)".formatted(cause.detail(), cause.code().text()), cause.remedy(), cause);
	}

}
