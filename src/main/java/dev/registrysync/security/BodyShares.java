package dev.registrysync.security;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds how many bodies, and how many bytes of them, the service receives of one caller
 * at the same time.
 */
final class BodyShares {

	private final int bodies;

	private final long bytes;

	private final Map<String, Share> shares = new HashMap<>();

	/**
	 * Makes shares for all callers.
	 * @param bodies how many bodies one caller may send at a time
	 * @param bytes how large they may be together
	 */
	BodyShares(int bodies, long bytes) {
		this.bodies = bodies;
		this.bytes = bytes;
	}

	/**
	 * Counts one more body of a caller.
	 * @return whether there is room; if not, it is not counted
	 */
	synchronized boolean begin(String caller) {
		Share share = this.shares.computeIfAbsent(caller, (name) -> new Share());
		if (share.bodies >= this.bodies || share.bytes >= this.bytes) {
			return false;
		}
		share.bodies++;
		return true;
	}

	/**
	 * Counts more bytes of a caller.
	 * @return whether the caller is still within bounds; they are counted in any case
	 */
	synchronized boolean grow(String caller, long more) {
		Share share = this.shares.computeIfAbsent(caller, (name) -> new Share());
		share.bytes += more;
		return share.bytes <= this.bytes;
	}

	/**
	 * Counts a body no longer.
	 * @param size how many of its bytes were counted
	 */
	synchronized void end(String caller, long size) {
		this.shares.computeIfPresent(caller, (name, share) -> {
			share.bodies--;
			share.bytes -= size;
			return (share.bodies > 0) ? share : null;
		});
	}

	private static final class Share {

		private int bodies;

		private long bytes;

	}

}
