package dev.registrysync.registry;

/**
 * Keeps texts, so that they need not stay in memory.
 */
@FunctionalInterface
public interface TextStore {

	/** Keeps texts in memory: for few or short ones. */
	TextStore MEMORY = Text::of;

	/**
	 * Keeps a text for as long as something refers to what this returns.
	 * @param bytes the text; do not change it
	 */
	Text keep(byte[] bytes);

}
