package dev.registrysync.sync;

/**
 * What a run found out about the signatures of the entries that it was about.
 */
public enum Validation {

	/** It checked all of them, and each is {@code VALID}. */
	ALL_VALID,

	/** At least one is not {@code VALID}. */
	SOME_INVALID,

	/** It did not check them. */
	NOT_VALIDATED;

	static Validation of(RunOptions options, RunResult result) {
		if (options.validate() && result.invalid() > 0) {
			return SOME_INVALID;
		}
		return options.validate() ? ALL_VALID : NOT_VALIDATED;
	}

}
