package dev.registrysync.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

/**
 * Entries that a commit takes out of the registry, and withdrawn ones that are there
 * again. A rollback takes entries out, and so does whoever accepts that somebody removed
 * one from the file.
 *
 * @param made the entries as they left
 * @param ended the entries that are back
 */
record Withdrawals(Map<EntryRef, Entry> made, Set<EntryRef> ended) {

	Withdrawals {
		made = Map.copyOf(made);
		ended = Set.copyOf(ended);
	}

	/**
	 * What a commit does.
	 * @param documents what becomes of which document
	 * @param withdrawn the entries that are withdrawn until then
	 */
	static Withdrawals of(Map<Kind, Replacement> documents, Set<EntryRef> withdrawn) {
		Map<EntryRef, Entry> made = new HashMap<>();
		Set<EntryRef> ended = new HashSet<>();
		documents.forEach((kind, document) -> {
			document.before()
				.ifPresent((before) -> before.ids()
					.stream()
					.filter((id) -> !document.after().has(id))
					.forEach((id) -> before.find(id).ifPresent((entry) -> made.put(entry.ref(), entry))));
			withdrawn.stream()
				.filter((ref) -> ref.kind() == kind && document.after().has(ref.id()))
				.forEach(ended::add);
		});
		return new Withdrawals(made, ended);
	}

	/**
	 * The same with more entries taken out.
	 */
	Withdrawals with(Map<EntryRef, Entry> more) {
		Map<EntryRef, Entry> all = new HashMap<>(this.made);
		all.putAll(more);
		return new Withdrawals(all, this.ended);
	}

	/**
	 * Returns those that are not of the given kinds.
	 */
	Withdrawals without(Set<Kind> kinds) {
		Predicate<EntryRef> stays = (ref) -> !kinds.contains(ref.kind());
		return new Withdrawals(
				this.made.values()
					.stream()
					.filter((entry) -> stays.test(entry.ref()))
					.collect(Collectors.toMap(Entry::ref, (entry) -> entry)),
				this.ended.stream().filter(stays).collect(Collectors.toSet()));
	}

}
