package dev.registrysync.events;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of IP addresses, written as {@code 127.0.0.0/8} or {@code fe80::/10}.
 */
final class Network {

	private final int length;

	private final int ignored;

	private final BigInteger prefix;

	/**
	 * Parses a block.
	 * @throws IllegalArgumentException if it is none
	 */
	Network(String block) {
		String[] parts = block.split("/");
		try {
			byte[] address = InetAddress.getByName(parts[0]).getAddress();
			this.length = address.length;
			this.ignored = address.length * Byte.SIZE - Integer.parseInt(parts[1]);
			this.prefix = prefix(address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException("not a block of addresses: " + block, ex);
		}
	}

	private BigInteger prefix(byte[] address) {
		return new BigInteger(1, address).shiftRight(this.ignored);
	}

	boolean contains(InetAddress address) {
		byte[] bytes = address.getAddress();
		return bytes.length == this.length && prefix(bytes).equals(this.prefix);
	}

}
