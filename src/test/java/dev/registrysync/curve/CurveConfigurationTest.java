package dev.registrysync.curve;

import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.Secp256k1;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class CurveConfigurationTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(CurveConfiguration.class);

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	void computesWithTheNativeLibraryByDefault() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(Secp256k1.class);
			assertThat(context.getBean(Curve.class).library()).isEqualTo("libsecp256k1");
		});
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_21)
	void refusesToRequireTheNativeLibraryOnAnOlderJava() {
		this.runner.withPropertyValues("registry-sync.crypto.library=native")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("it needs Java 22 or newer"));
	}

	@Test
	void reportsTheReasonOfTheFallback() {
		Curve curve = new Curve(Secp256k1.bouncyCastle(), Curve.BOUNCY_CASTLE, Optional.of("it is not here"));
		assertThat(new CurveConfiguration().curveHealthIndicator(curve).health(true).getDetails())
			.containsEntry("fallback_reason", "it is not here");
	}

	@Test
	void healthAndInfoTellWhichOneIsInUse() {
		this.runner.withPropertyValues("registry-sync.crypto.library=java").run((context) -> {
			Map<String, Object> details = Map.of("library", "BouncyCastle", "private_keys_zeroed", false,
					"private_keys",
					"BouncyCastle leaves copies of private keys in the heap until they are collected; libsecp256k1 does not. "
							+ "registry-sync.crypto.library=native starts only with libsecp256k1.");
			assertThat(context.getBean(HealthIndicator.class).health(true).getDetails()).isEqualTo(details);
			Info.Builder info = new Info.Builder();
			context.getBean(InfoContributor.class).contribute(info);
			assertThat(info.build().getDetails()).isEqualTo(Map.of("curve", details));
		});
	}

	@Test
	void refusesToStartOnAnUnknownLibraryOrProperty() {
		this.runner.withPropertyValues("registry-sync.crypto.library=openssl")
			.run((context) -> assertThat(context).hasFailed());
		this.runner.withPropertyValues("registry-sync.crypto.libary=java")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("registry-sync.crypto.libary"));
	}

}
