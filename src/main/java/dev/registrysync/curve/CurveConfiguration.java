package dev.registrysync.curve;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.registrysync.identity.Secp256k1;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Chooses the implementation of secp256k1 at start, and reports it in the log, health and
 * info.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CurveProperties.class)
class CurveConfiguration {

	private static final Logger log = LoggerFactory.getLogger(CurveConfiguration.class);

	private static final String COPIES = "BouncyCastle leaves copies of private keys in the heap until they are collected; "
			+ "libsecp256k1 does not. registry-sync.crypto.library=native starts only with libsecp256k1.";

	@Bean
	Curve curve(CurveProperties properties) {
		Curve curve = Curve.choose(properties.library());
		log.info("secp256k1 by {}", curve);
		return curve;
	}

	@Bean
	Secp256k1 secp256k1(Curve curve) {
		return curve.secp256k1();
	}

	@Bean
	HealthIndicator curveHealthIndicator(Curve curve) {
		return () -> Health.up().withDetails(details(curve)).build();
	}

	@Bean
	InfoContributor curveInfoContributor(Curve curve) {
		return (info) -> info.withDetail("curve", details(curve));
	}

	private static Map<String, Object> details(Curve curve) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("library", curve.library());
		curve.fallbackReason().ifPresent((reason) -> details.put("fallback_reason", reason));
		details.put("private_keys_zeroed", curve.zeroesPrivateKeys());
		if (!curve.zeroesPrivateKeys()) {
			details.put("private_keys", COPIES);
		}
		return details;
	}

}
