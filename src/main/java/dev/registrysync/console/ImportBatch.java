package dev.registrysync.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.registrysync.console.ImportPlan.Decision;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.registry.EntryRef;

/**
 * The keys that a store has for the known ids. Zeroes them when it is closed.
 */
final class ImportBatch implements AutoCloseable {

	private final Map<KeyFacts, PrivateKey> keys = new LinkedHashMap<>();

	private final Map<EntryRef, Decision> decided = new LinkedHashMap<>();

	private final List<String> leftOver = new ArrayList<>();

	void add(KeyFacts facts, PrivateKey key) {
		this.keys.put(facts, key);
	}

	/**
	 * Adds an id without a key that could be imported.
	 */
	void add(EntryRef owner, Decision decision) {
		this.decided.put(owner, decision);
	}

	/**
	 * Adds a name in the store that no known id has.
	 */
	void addLeftOver(String name) {
		this.leftOver.add(Printable.of(name));
	}

	/**
	 * Returns the keys, not copies.
	 */
	Map<KeyFacts, PrivateKey> keys() {
		return this.keys;
	}

	Map<EntryRef, Decision> decided() {
		return this.decided;
	}

	List<String> leftOver() {
		return this.leftOver;
	}

	@Override
	public void close() {
		this.keys.values().forEach(PrivateKey::close);
	}

}
