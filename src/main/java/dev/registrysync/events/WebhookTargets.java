package dev.registrysync.events;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves the host of a webhook, and refuses addresses of this machine and of its link:
 * whoever may configure a name elsewhere shall not reach what listens only here. The
 * connection goes to the very address that was looked at.
 */
final class WebhookTargets implements DnsResolver {

	private final boolean allowLocal;

	private final DnsResolver resolver;

	/**
	 * Makes the resolver.
	 * @param allowLocal whether such addresses are allowed
	 */
	WebhookTargets(boolean allowLocal) {
		this(allowLocal, SystemDefaultDnsResolver.INSTANCE);
	}

	WebhookTargets(boolean allowLocal, DnsResolver resolver) {
		this.allowLocal = allowLocal;
		this.resolver = resolver;
	}

	@Override
	public InetAddress[] resolve(String host) throws UnknownHostException {
		InetAddress[] addresses = this.resolver.resolve(host);
		for (InetAddress address : addresses) {
			if (!this.allowLocal && isLocal(address)) {
				throw new LocalTargetException(host, address);
			}
		}
		return addresses;
	}

	@Override
	public String resolveCanonicalHostname(String host) throws UnknownHostException {
		return this.resolver.resolveCanonicalHostname(host);
	}

	private static boolean isLocal(InetAddress address) {
		return address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress()
				|| address.isMulticastAddress() || isBroadcastOrThisNetwork(address.getAddress());
	}

	/**
	 * 255.255.255.255, and 0.0.0.0/8 (RFC 1122, section 3.2.1.3). Java itself turns an
	 * IPv4 address in the clothes of IPv6 into one of IPv4.
	 */
	private static boolean isBroadcastOrThisNetwork(byte[] address) {
		return address.length == 4 && (address[0] == 0 || (address[0] & address[1] & address[2] & address[3]) == -1);
	}

	/**
	 * The webhook's host has an address of this machine or of its link.
	 */
	static final class LocalTargetException extends UnknownHostException {

		private LocalTargetException(String host, InetAddress address) {
			super("%s has the local address %s".formatted(host, address.getHostAddress()));
		}

	}

}
