package dev.registrysync.coordinator;

import java.util.Locale;

/**
 * How a pull ended, as metrics and health say it.
 */
public enum PullOutcome {

	OK, NOT_MODIFIED, NOT_OFFERED, NO_ANSWER, BAD_ANSWER;

	static PullOutcome of(Pull pull) {
		if (pull instanceof Pull.Answered answered) {
			return answered.notModified() ? NOT_MODIFIED : OK;
		}
		return NOT_OFFERED;
	}

	boolean isFailure() {
		return this == NO_ANSWER || this == BAD_ANSWER;
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
