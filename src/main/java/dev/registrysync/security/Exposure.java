package dev.registrysync.security;

import java.net.InetAddress;
import java.util.Objects;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * How far a port of this service can be reached.
 *
 * @param property the property that says where it listens
 * @param address that address; {@code *} for every address of the machine
 * @param loopback whether only this machine can reach it
 */
record Exposure(String property, String address, boolean loopback) {

	static final String EVERYWHERE = "*";

	/**
	 * That of the port that can be reached from farthest: the API's, or the management
	 * port, if that has one of its own.
	 */
	static Exposure of(Environment environment) {
		Exposure api = of("server.address", environment);
		return (api.loopback() && hasManagementPort(environment)) ? of("management.server.address", environment) : api;
	}

	private static Exposure of(String property, Environment environment) {
		return Binder.get(environment)
			.bind(property, InetAddress.class)
			.map((address) -> new Exposure(property, address.getHostAddress(), address.isLoopbackAddress()))
			.orElseGet(() -> new Exposure(property, EVERYWHERE, false));
	}

	/**
	 * A management port of 0 is one of its own even beside a server port of 0; a negative
	 * one is none.
	 */
	private static boolean hasManagementPort(Environment environment) {
		Integer management = environment.getProperty("management.server.port", Integer.class);
		Integer server = environment.getProperty("server.port", Integer.class, 8080);
		return management != null && management >= 0 && (management == 0 || !Objects.equals(management, server));
	}

}
