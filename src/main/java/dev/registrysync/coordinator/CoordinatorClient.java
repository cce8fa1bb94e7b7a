package dev.registrysync.coordinator;

import java.util.concurrent.CancellationException;

import dev.registrysync.registry.Kind;

/**
 * A source of the runtime registry.
 */
public interface CoordinatorClient {

	/**
	 * The name of the source, as configured.
	 */
	String name();

	/**
	 * Asks for what is registered now.
	 * @throws NoAnswerException if nobody answered, or not in time
	 * @throws BadAnswerException if there is an answer and it is not a registry
	 * @throws CancellationException if the thread was interrupted; it still is
	 */
	Pull pull(Kind kind);

}
