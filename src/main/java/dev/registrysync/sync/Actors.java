package dev.registrysync.sync;

/**
 * Tells who wants a run.
 */
@FunctionalInterface
public interface Actors {

	/**
	 * The name of whoever makes the present call; {@code local} if it comes from the
	 * program itself.
	 */
	String current();

}
