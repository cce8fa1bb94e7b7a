package dev.registrysync.continuous;

import java.util.function.Consumer;

/**
 * Says at once that a source may have changed, for a coordinator that has an event stream
 * or answers long polls: a bean of this type is all that it takes. None is needed; the
 * known coordinators have neither, so each is polled. A signal that is lost, doubled or
 * late costs time and nothing else, as polling goes on.
 */
@FunctionalInterface
interface SourceSignals {

	/**
	 * Calls back with the name of the source, from any thread, as often as it likes.
	 */
	void listen(Consumer<String> changed);

}
