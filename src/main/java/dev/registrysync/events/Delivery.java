package dev.registrysync.events;

/**
 * What came of one attempt to deliver something to a webhook.
 *
 * @param outcome how it ended
 * @param detail the same for a person
 */
record Delivery(Outcome outcome, String detail) {

	boolean isTaken() {
		return this.outcome == Outcome.TAKEN;
	}

	/**
	 * How an attempt ends; its name in lower case is the word in metrics.
	 */
	enum Outcome {

		/** The target answered with 2xx. */
		TAKEN,

		/** The target answered with another status. A redirect is not followed. */
		REFUSED,

		/** There was no answer, or not in time. */
		NO_ANSWER,

		/** It was not sent: the target is local, or there is no secret to sign with. */
		NOT_SENT

	}

}
