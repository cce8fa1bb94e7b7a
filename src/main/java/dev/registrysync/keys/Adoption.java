package dev.registrysync.keys;

/**
 * What comes of taking in a key that was made elsewhere.
 *
 * @param state whether it is taken in
 * @param reason why it is refused; empty if it is not
 */
public record Adoption(State state, String reason) {

	/** The owner has no key yet. */
	public static final Adoption NEW = new Adoption(State.NEW, "");

	static final Adoption ALREADY_THERE = new Adoption(State.ALREADY_THERE, "");

	static Adoption refused(String reason) {
		return new Adoption(State.REFUSED, reason);
	}

	/**
	 * Whether a key is taken in.
	 */
	public enum State {

		/** The owner has no key yet. */
		NEW,

		/** The owner has this very key. */
		ALREADY_THERE,

		/** The owner cannot get this key. */
		REFUSED

	}

}
