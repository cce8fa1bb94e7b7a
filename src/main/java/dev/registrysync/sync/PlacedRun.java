package dev.registrysync.sync;

/**
 * A run that has its place in the queue.
 *
 * @param control shows how far it is, and stops it
 * @param leads whether it is up to whoever has this to make it; another call does else
 * @param toItsEnd makes it, or waits for the other call
 */
record PlacedRun(RunControl control, boolean leads, Runnable toItsEnd) {
}
