package dev.registrysync.security;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A bounded number of places, of which one caller can have a share.
 */
public final class Places {

	private final int most;

	private final int share;

	private final Map<String, Integer> takenBy = new HashMap<>();

	private int taken;

	/**
	 * Makes places, all of them free.
	 * @param most how many there are
	 * @param share how many of them one caller can have
	 */
	public Places(int most, int share) {
		this.most = most;
		this.share = share;
	}

	/**
	 * Makes places of which one caller can have half.
	 */
	public static Places halfForOne(int most) {
		return new Places(most, (most + 1) / 2);
	}

	/**
	 * Takes a place for a caller, who gives it back; empty if all are taken, or the
	 * caller has a share already.
	 * @param caller as {@link CallerId} names callers
	 */
	public synchronized Optional<Place> take(String caller) {
		int own = this.takenBy.getOrDefault(caller, 0);
		if (this.taken >= this.most || own >= this.share) {
			return Optional.empty();
		}
		this.taken++;
		this.takenBy.put(caller, own + 1);
		return Optional.of(() -> giveBack(caller));
	}

	private synchronized void giveBack(String caller) {
		this.taken--;
		this.takenBy.computeIfPresent(caller, (name, own) -> (own > 1) ? own - 1 : null);
	}

	public synchronized int taken() {
		return this.taken;
	}

	/**
	 * A place that was taken. It is given back once.
	 */
	@FunctionalInterface
	public interface Place {

		void giveBack();

	}

}
