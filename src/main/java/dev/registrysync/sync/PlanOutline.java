package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * As little of a plan as tells in which members another one differs.
 *
 * @param entries what it does to each entry, by the entry's name
 */
record PlanOutline(Map<EntryRef, Deeds> entries) {

	static PlanOutline of(PlanLines plan) {
		Map<EntryRef, Deeds> entries = new HashMap<>();
		plan.lines().forEach((line) -> entries.computeIfAbsent(line.ref(), (ref) -> new Deeds()).add(line));
		return new PlanOutline(entries);
	}

	/**
	 * How much is kept of it.
	 */
	int size() {
		return this.entries.values().stream().mapToInt((deeds) -> 1 + deeds.prints().size()).sum();
	}

	/**
	 * The entries of which another plan makes something else, agents first.
	 */
	List<MovedEntry> movedIn(PlanOutline now) {
		Map<String, EntryRef> refs = new TreeMap<>();
		this.entries.keySet().forEach((ref) -> refs.put(ref.toString(), ref));
		now.entries.keySet().forEach((ref) -> refs.put(ref.toString(), ref));
		List<MovedEntry> moved = new ArrayList<>();
		refs.values().forEach((ref) -> {
			Deeds before = this.entries.getOrDefault(ref, Deeds.NONE);
			Deeds after = now.entries.getOrDefault(ref, Deeds.NONE);
			if (!before.equals(after)) {
				moved.add(new MovedEntry(ref.kind().plural(), ref.id().value(), before.text(), after.text(),
						before.membersThatDifferIn(after)));
			}
		});
		return moved;
	}

	/**
	 * What a plan does to one entry.
	 *
	 * @param actions what
	 * @param prints a fingerprint of what it makes of each member, by JSON pointer
	 */
	record Deeds(SortedSet<String> actions, Map<String, String> prints) {

		/** Nothing. */
		private static final Deeds NONE = new Deeds();

		private static final int LENGTH = "sha256:".length() + 16;

		private Deeds() {
			this(new TreeSet<>(), new HashMap<>());
		}

		private void add(PlanLine line) {
			this.actions.add(line.action());
			line.members().forEach((member, value) -> this.prints.put(member, print(value)));
		}

		private static String print(Json value) {
			return Sha256.of(JsonText.compact(value).getBytes(StandardCharsets.UTF_8)).substring(0, LENGTH);
		}

		private @Nullable String text() {
			return this.actions.isEmpty() ? null : String.join(", ", this.actions);
		}

		private List<String> membersThatDifferIn(Deeds other) {
			Set<String> members = new TreeSet<>(this.prints.keySet());
			members.addAll(other.prints.keySet());
			members.removeIf((member) -> Optional.ofNullable(this.prints.get(member))
				.equals(Optional.ofNullable(other.prints.get(member))));
			return List.copyOf(members);
		}

	}

}
