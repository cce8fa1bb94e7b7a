package dev.registrysync.keys;

import java.time.Clock;
import java.util.function.Supplier;

import dev.registrysync.database.Database;
import dev.registrysync.identity.KeyState;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.volume.DataDirectory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Wires the keystore: one key service, its health and its meters.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeystoreProperties.class)
class KeysConfiguration {

	@Bean
	KeyService keyService(Database database, DataDirectory data, KeystoreProperties properties, Secp256k1 secp256k1,
			Clock clock, Environment environment) {
		KeyService keys = new KeyService(database, data.keystore(), properties.passphraseFile(), secp256k1, clock,
				IdentityAliases.from(environment));
		keys.startVerification();
		return keys;
	}

	@Bean
	ServiceIdentity serviceIdentity(KeyService keys) {
		return keys.service();
	}

	@Bean
	MeterBinder keyMeters(KeyService keys) {
		return (meters) -> {
			for (KeyState state : KeyState.values()) {
				gauge(meters, state.toString(), () -> keys.count().of(state));
			}
			gauge(meters, "damaged", () -> keys.damaged().size());
			gauge(meters, "missing", () -> keys.missing().size());
		};
	}

	private static void gauge(MeterRegistry meters, String state, Supplier<Number> value) {
		Gauge.builder("registry.sync.keys", value)
			.tag("state", state)
			.description("Versions of keys, damaged records of the keystore, and committed keys that are missing")
			.register(meters);
	}

	@Bean
	KeystoreHealthIndicator keystoreHealthIndicator(KeyService keys) {
		return new KeystoreHealthIndicator(keys);
	}

}
