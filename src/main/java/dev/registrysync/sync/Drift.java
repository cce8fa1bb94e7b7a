package dev.registrysync.sync;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.registrysync.identity.SyncOwned;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;

/**
 * An entry that no longer is what was attested and written last: somebody edited the
 * file.
 *
 * @param ref the entry
 * @param original the entry as it was attested, with what runs made of it since; empty if
 * that is not kept any more
 * @param found the entry in the file; empty if somebody removed it
 * @param own the members that this program owns and that were edited
 * @param handling what the run does about it
 */
record Drift(EntryRef ref, Optional<Entry> original, Optional<Entry> found, List<JsonPointer> own, Handling handling) {

	Drift {
		own = List.copyOf(own);
	}

	String change() {
		return this.found.isPresent() ? "edited" : "removed";
	}

	/**
	 * Whether the entry was removed, and stays out of the registry.
	 */
	boolean isAcceptedRemoval() {
		return this.handling == Handling.ACCEPTED && this.found.isEmpty();
	}

	/**
	 * What was edited; empty if the whole entry was removed, or if what was attested is
	 * not kept any more.
	 */
	List<Edit> members() {
		if (this.original.isEmpty() || this.found.isEmpty()) {
			return List.of();
		}
		JsonObject before = this.original.get().members();
		JsonObject after = this.found.get().members();
		Set<String> names = new LinkedHashSet<>(before.names());
		names.addAll(after.names());
		names.removeAll(SyncOwned.MEMBERS);
		Stream<JsonPointer> content = names.stream()
			.filter((name) -> !before.find(name).equals(after.find(name)))
			.map(JsonPointer::of);
		return Stream.concat(content, this.own.stream())
			.map((member) -> new Edit(member.toString(), member.find(before), member.find(after)))
			.toList();
	}

	/**
	 * One member's edit.
	 *
	 * @param member a JSON pointer
	 * @param attested empty if it was not there
	 * @param found empty if it is not there any more
	 */
	record Edit(String member, Optional<Json> attested, Optional<Json> found) {
	}

	/**
	 * What a run does about an edit.
	 */
	enum Handling {

		REPORTED, ACCEPTED, REVERTED;

		/**
		 * The word in JSON.
		 */
		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
