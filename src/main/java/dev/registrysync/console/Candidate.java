package dev.registrysync.console;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;

/**
 * A key that was found for an owner, in memory until it is closed.
 */
final class Candidate implements AutoCloseable {

	private final KeyFacts facts;

	private final PrivateKey key;

	Candidate(KeyFacts facts, PrivateKey key) {
		this.facts = facts;
		this.key = key;
	}

	KeyFacts facts() {
		return this.facts;
	}

	/**
	 * Not a copy: it is zeroed with this.
	 */
	PrivateKey key() {
		return this.key;
	}

	@Override
	public void close() {
		this.key.close();
	}

	@Override
	public String toString() {
		return this.facts.toString();
	}

}
