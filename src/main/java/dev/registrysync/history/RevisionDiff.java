package dev.registrysync.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;

/**
 * Compares the registry at two revisions, entry by entry and member by member.
 *
 * @param from the documents at one revision
 * @param to the documents at the other one
 */
record RevisionDiff(Map<Kind, RegistryDocument> from, Map<Kind, RegistryDocument> to) {

	/**
	 * Returns the entries of a kind that differ, in the order of their ids.
	 */
	Stream<EntryDiff> entries(Kind kind) {
		RegistryDocument before = document(this.from, kind);
		RegistryDocument after = document(this.to, kind);
		Set<EntryId> ids = new TreeSet<>(before.ids());
		ids.addAll(after.ids());
		return ids.stream()
			.filter((id) -> !(before.has(id) && after.has(id)
					&& before.text(id).digest().equals(after.text(id).digest())))
			.map((id) -> entry(new EntryRef(kind, id), before.find(id), after.find(id)))
			.filter((entry) -> !entry.members().isEmpty() || !entry.change().equals("changed"));
	}

	private static RegistryDocument document(Map<Kind, RegistryDocument> documents, Kind kind) {
		return documents.getOrDefault(kind, RegistryDocument.create(kind, JsonObject.EMPTY));
	}

	private static EntryDiff entry(EntryRef ref, Optional<Entry> before, Optional<Entry> after) {
		String change = before.isEmpty() ? "added" : after.isEmpty() ? "removed" : "changed";
		return new EntryDiff(ref, change, members(members(before), members(after)));
	}

	private static JsonObject members(Optional<Entry> entry) {
		return entry.map(Entry::members).orElse(JsonObject.EMPTY);
	}

	/**
	 * Returns the members that differ. Where both sides are objects, their members are
	 * compared.
	 */
	static List<MemberDiff> members(JsonObject before, JsonObject after) {
		List<MemberDiff> found = new ArrayList<>();
		names(before, after)
			.forEach((name) -> compare(JsonPointer.of(name), before.find(name), after.find(name), found));
		return found;
	}

	private static Set<String> names(JsonObject before, JsonObject after) {
		Set<String> names = new LinkedHashSet<>(before.names());
		names.addAll(after.names());
		return names;
	}

	private static void compare(JsonPointer pointer, Optional<Json> before, Optional<Json> after,
			List<MemberDiff> found) {
		if (before.orElse(null) instanceof JsonObject first && after.orElse(null) instanceof JsonObject second) {
			names(first, second)
				.forEach((name) -> compare(pointer.child(name), first.find(name), second.find(name), found));
		}
		else if (!before.equals(after)) {
			found.add(new MemberDiff(pointer, before, after));
		}
	}

	/**
	 * An entry that differs.
	 *
	 * @param ref the entry
	 * @param change {@code added}, {@code removed} or {@code changed}
	 * @param members the members that differ
	 */
	record EntryDiff(EntryRef ref, String change, List<MemberDiff> members) {
	}

	/**
	 * A member that differs.
	 *
	 * @param member where it is in the entry
	 * @param before its value at the first revision
	 * @param after its value at the second one
	 */
	record MemberDiff(JsonPointer member, Optional<Json> before, Optional<Json> after) {
	}

}
