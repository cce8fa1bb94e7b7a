package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Clock;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DataDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static dev.registrysync.keys.TestKeystore.agents;
import static org.assertj.core.api.Assertions.assertThat;

class KeysConfigurationTest {

	@TempDir
	private Path temporary;

	@Test
	void keepsTheKeysInTheDataDirectory() {
		runner().run((context) -> {
			assertThat(context).hasSingleBean(KeyService.class).hasBean("keystoreHealthIndicator");
			assertThat(this.temporary.resolve("data/keystore/wrapping.key")).exists();
		});
	}

	@Test
	void readsThePassphraseFromTheFileThatIsNamed() {
		Path file = TestKeystore.passphrase(this.temporary.resolve("passphrase"), "secret");
		runner().withPropertyValues("registry-sync.keystore.passphrase-file=" + file)
			.run((context) -> assertThat(context.getBean(KeyService.class).mode()).isEqualTo(WrappingMode.PASSPHRASE));
	}

	@Test
	void refusesToStartOnAnUnknownProperty() {
		runner().withPropertyValues("registry-sync.keystore.pasphrase-file=x")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("registry-sync.keystore.pasphrase-file"));
	}

	@Test
	void refusesToStartOnADamagedKeystore() {
		TestKeystore keystore = new TestKeystore(this.temporary);
		keystore.make(agents("a"));
		TestKeystore.delete(keystore.header());
		runner().run((context) -> assertThat(context).getFailure().rootCause().isInstanceOf(ProblemException.class));
	}

	@Test
	void healthTellsANumberOfKeysAndNoSecret() {
		TestKeystore keystore = new TestKeystore(this.temporary);
		keystore.make(agents("a", "b"));
		runner().run((context) -> {
			var health = context.getBean(KeystoreHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("keys", "damaged", "opened_by")
				.containsEntry("keys", 2)
				.containsEntry("opened_by", "key_file");
		});
	}

	@Test
	void healthIsDegradedIfARecordIsDamaged() {
		TestKeystore keystore = new TestKeystore(this.temporary);
		keystore.make(agents("a", "b"));
		var lines = keystore.lines();
		lines.set(1, lines.get(1).replace("\"version\":1", "\"version\":2"));
		keystore.writeLines(lines);
		runner().run((context) -> {
			var health = context.getBean(KeystoreHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(new Status("DEGRADED"));
			assertThat(health.getDetails()).containsEntry("keys", 1).containsEntry("damaged", 1);
		});
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withUserConfiguration(KeysConfiguration.class)
			.withBean(Clock.class, Clock::systemUTC)
			.withBean(DataDirectory.class, () -> DataDirectory.open(this.temporary.resolve("data")));
	}

}
