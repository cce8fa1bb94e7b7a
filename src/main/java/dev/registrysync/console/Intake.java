package dev.registrysync.console;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.registrysync.registry.EntryRef;

/**
 * What a store has for the known ids. Zeroes the keys when it is closed.
 */
final class Intake implements AutoCloseable {

	private final List<Candidate> candidates = new ArrayList<>();

	private final Map<EntryRef, String> skipped = new LinkedHashMap<>();

	private final Set<EntryRef> without = new LinkedHashSet<>();

	private final List<String> leftOver = new ArrayList<>();

	void found(Candidate candidate) {
		this.candidates.add(candidate);
	}

	/**
	 * The owner's key cannot be told from another's.
	 */
	void skip(EntryRef owner, String reason) {
		this.skipped.put(owner, reason);
	}

	void without(EntryRef owner) {
		this.without.add(owner);
	}

	void leftOver(String name) {
		this.leftOver.add(Printable.of(name));
	}

	List<Candidate> candidates() {
		return List.copyOf(this.candidates);
	}

	Map<EntryRef, String> skipped() {
		return Collections.unmodifiableMap(this.skipped);
	}

	Set<EntryRef> without() {
		return Collections.unmodifiableSet(this.without);
	}

	/** The names in the store that no known id has. */
	List<String> leftOver() {
		return List.copyOf(this.leftOver);
	}

	@Override
	public void close() {
		this.candidates.forEach(Candidate::close);
	}

}
