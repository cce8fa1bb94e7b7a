package dev.registrysync.security;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds how many bodies, and how many bytes of them, the service receives of one caller
 * at the same time, and how many bytes of all callers.
 */
final class BodyShares {

	private final int bodies;

	private final long bytes;

	private final long bytesOfAll;

	private long received;

	private final Map<String, Share> shares = new HashMap<>();

	/**
	 * Makes shares for all callers.
	 * @param bodies how many bodies one caller may send at a time
	 * @param bytes how large they may be together
	 * @param bytesOfAll how large the bodies of all callers may be together
	 */
	BodyShares(int bodies, long bytes, long bytesOfAll) {
		this.bodies = bodies;
		this.bytes = bytes;
		this.bytesOfAll = bytesOfAll;
	}

	/**
	 * Counts one more body of a caller.
	 * @return whether there is room; if not, it is not counted
	 */
	synchronized boolean begin(String caller) {
		if (this.received >= this.bytesOfAll) {
			return false;
		}
		Share share = this.shares.computeIfAbsent(caller, (name) -> new Share());
		if (share.bodies >= this.bodies || share.bytes >= this.bytes) {
			return false;
		}
		share.bodies++;
		return true;
	}

	/**
	 * Counts more bytes of a caller.
	 * @return whether this caller and all together are still within bounds; the bytes are
	 * counted in any case
	 */
	synchronized boolean grow(String caller, long more) {
		Share share = this.shares.computeIfAbsent(caller, (name) -> new Share());
		share.bytes += more;
		this.received += more;
		return share.bytes <= this.bytes && this.received <= this.bytesOfAll;
	}

	/**
	 * Counts a body no longer.
	 * @param size how many of its bytes were counted
	 */
	synchronized void end(String caller, long size) {
		this.shares.computeIfPresent(caller, (name, share) -> {
			share.bodies--;
			share.bytes -= size;
			this.received -= size;
			return (share.bodies > 0) ? share : null;
		});
	}

	private static final class Share {

		private int bodies;

		private long bytes;

	}

}
