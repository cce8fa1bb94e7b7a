package dev.registrysync.events;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves the host of a webhook, and refuses addresses of this machine, of its link and
 * of a cloud's metadata service: whoever may configure a name elsewhere shall not reach
 * what listens only here. The connection goes to the very address that was looked at.
 */
final class WebhookTargets implements DnsResolver {

	/**
	 * The networks of the machine, of its link and of its provider. Java itself turns an
	 * IPv4-mapped IPv6 address into one of IPv4.
	 */
	private static final List<Network> LOCAL = Stream.of("0.0.0.0/8", // RFC 1122 3.2.1.3
			"100.64.0.0/10", // carrier-grade NAT, and metadata of some clouds (RFC 6598)
			"127.0.0.0/8", // loopback
			"168.63.129.16/32", // the platform's address in Azure
			"169.254.0.0/16", // link-local, and metadata of most clouds (RFC 3927)
			"192.0.0.0/24", // protocol assignments, and metadata of some clouds (RFC
							// 6890)
			"198.18.0.0/15", // tests of devices (RFC 2544)
			"224.0.0.0/4", // multicast
			"240.0.0.0/4", // reserved, and broadcast
			"::/96", // unspecified, loopback, and IPv4 as IPv6 (RFC 4291 2.5.5.1)
			"::ffff:0:0:0/96", // IPv4 translated (RFC 2765)
			"64:ff9b::/96", // NAT64 (RFC 6052)
			"64:ff9b:1::/48", // NAT64 (RFC 8215)
			"100::/64", // discarded (RFC 6666)
			"2001::/32", // Teredo: IPv4 inside (RFC 4380)
			"2002::/16", // 6to4: IPv4 inside (RFC 3056)
			"fd00:ec2::/32", // metadata in AWS
			"fd20:ce::/32", // metadata in Google Cloud
			"fe80::/10", // link-local
			"fec0::/10", // site-local (RFC 3879)
			"ff00::/8") // multicast
		.map(Network::new)
		.toList();

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
		return LOCAL.stream().anyMatch((network) -> network.contains(address));
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
