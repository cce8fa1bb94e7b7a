package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;

/**
 * What a commit did to one entry.
 *
 * @param ref which entry
 * @param action what happened to it, as in the report of the run
 * @param before the digest of its attested content before; empty if it had none
 * @param after the digest of its attested content now; empty if it has none
 */
public record EntryChange(EntryRef ref, String action, Optional<String> before, Optional<String> after) {

	/**
	 * Reads one of the things that a run decided; empty if it changed nothing.
	 */
	static Optional<EntryChange> find(JsonObject decided) {
		return decided.findText("type")
			.filter("change"::equals)
			.filter((type) -> !decided.find("committed").equals(Optional.of(JsonLiteral.FALSE)))
			.map((type) -> new EntryChange(
					EntryRef.of(Members.kind(Members.text(decided, "kind")), Members.text(decided, "id")),
					Members.text(decided, "action"), decided.findText("content_before"),
					decided.findText("content_after")));
	}

}
