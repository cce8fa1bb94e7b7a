package dev.registrysync.keys;

import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

/**
 * Reads from a request whose key it is about.
 */
public final class RequestedEntry {

	private RequestedEntry() {
	}

	/**
	 * The entry.
	 * @throws InvalidRequestException naming {@code kind} or {@code id}
	 */
	public static EntryRef of(String kind, String id) {
		Kind named = Kind.find(kind)
			.orElseThrow(() -> new InvalidRequestException("kind", "must be \"agents\" or \"tools\""));
		EntryId.whyNot(id).ifPresent((reason) -> {
			throw new InvalidRequestException("id", "is no id: " + reason);
		});
		return new EntryRef(named, new EntryId(id));
	}

}
