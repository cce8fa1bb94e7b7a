package dev.registrysync.keys;

import java.time.Clock;

import dev.registrysync.identity.Secp256k1;
import dev.registrysync.volume.DataDirectory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the keystore: one key service, its health and the curve it computes on.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeystoreProperties.class)
class KeysConfiguration {

	@Bean
	Secp256k1 secp256k1() {
		return Secp256k1.bouncyCastle();
	}

	@Bean
	KeyService keyService(DataDirectory data, KeystoreProperties properties, Secp256k1 secp256k1, Clock clock) {
		return new KeyService(data.keystore(), properties.passphraseFile(), secp256k1, clock);
	}

	@Bean
	KeystoreHealthIndicator keystoreHealthIndicator(KeyService keys) {
		return new KeystoreHealthIndicator(keys);
	}

}
