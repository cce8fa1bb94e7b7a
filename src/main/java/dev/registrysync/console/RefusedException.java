package dev.registrysync.console;

/**
 * A command is not done, for a reason that the operator can do something about. Says
 * never what is secret.
 */
final class RefusedException extends RuntimeException {

	private final String remedy;

	/**
	 * Makes the failure.
	 * @param what what was wrong, and where
	 * @param remedy what to do
	 */
	RefusedException(String what, String remedy) {
		super(what);
		this.remedy = remedy;
	}

	String remedy() {
		return this.remedy;
	}

}
