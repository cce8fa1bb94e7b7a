package dev.registrysync.console;

import java.util.List;
import java.util.Set;

import dev.registrysync.identity.PrivateKey;

/**
 * A store of another program that keeps keys by name.
 */
interface NamedKeys extends AutoCloseable {

	/**
	 * The names under which it may keep an entity's key.
	 */
	List<String> namesOf(String entity);

	/**
	 * The names of all the keys in it, in their order.
	 */
	Set<String> names();

	/**
	 * Gets a key; the caller closes it.
	 * @throws MalformedSecretException if what is there cannot be read or is no key
	 */
	PrivateKey open(String name);

	/** Zeroes what it holds. */
	@Override
	void close();

}
