package dev.registrysync.coordinator;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CancellationException;

import dev.registrysync.registry.JsonObject;
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
	 * Where it is; without user info.
	 */
	URI url();

	/**
	 * How the last pull ended, of whatever kind; empty if there was none.
	 */
	default Optional<Contact> lastContact() {
		return Optional.empty();
	}

	/**
	 * Lets the next pull of each kind not ask whether something has changed, but what
	 * there is.
	 */
	default void forgetValidators() {
	}

	/**
	 * Asks for what is registered now.
	 * @throws NoAnswerException if nobody answered, or not in time
	 * @throws BadAnswerException if there is an answer and it is not a registry
	 * @throws CancellationException if the thread was interrupted; it still is
	 */
	Pull pull(Kind kind);

	/**
	 * Whether what operators change here is to be sent to the source.
	 */
	boolean isPushedTo();

	/**
	 * Asks the source to change its map from id to entry.
	 * @param patch a merge patch (RFC 7396)
	 * @param ifMatch what the map has to be (RFC 9110 13.1.1); empty for whatever it is
	 * @throws NoAnswerException if nobody answered, or not in time; the patch may have
	 * been applied
	 * @throws BadAnswerException if the answer says neither that it was applied nor one
	 * of the known reasons why not
	 * @throws CancellationException if the thread was interrupted; it still is
	 */
	PatchOutcome patch(Kind kind, JsonObject patch, Optional<String> ifMatch);

}
