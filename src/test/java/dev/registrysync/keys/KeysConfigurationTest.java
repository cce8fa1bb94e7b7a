package dev.registrysync.keys;

import java.nio.file.Path;
import java.time.Clock;

import dev.registrysync.database.Database;
import dev.registrysync.database.Databases;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.DataDirectory;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
		Path file = TestKeystore.passphrase(this.temporary.resolve("passphrase"), "a long secret");
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
		try (TestKeystore keystore = new TestKeystore(this.temporary)) {
			keystore.make(agents("a"));
			TestKeystore.delete(keystore.header());
		}
		runner().run((context) -> assertThat(context).getFailure().rootCause().isInstanceOf(ProblemException.class));
	}

	@Test
	void healthTellsANumberOfKeysAndNoSecret() {
		try (TestKeystore keystore = new TestKeystore(this.temporary)) {
			keystore.make(agents("a", "b"));
		}
		runner().run((context) -> {
			var health = context.getBean(KeystoreHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("keys", "damaged", "missing", "opened_by")
				.containsEntry("keys", 2)
				.containsEntry("opened_by", "key_file");
		});
	}

	@Test
	void healthIsDegradedIfARecordIsDamagedThatNobodyUses() {
		try (TestKeystore keystore = new TestKeystore(this.temporary)) {
			keystore.make(agents("a", "b"));
			keystore.change("update keystore.key set version = 2 where id = 'a'");
		}
		runner().run((context) -> {
			context.getBean(KeyService.class).verification().join();
			var health = context.getBean(KeystoreHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(new Status("DEGRADED"));
			assertThat(health.getDetails()).containsEntry("keys", 1).containsEntry("damaged", 1);
		});
	}

	@Test
	void readsAliasesWhoseNamesHaveDotsAndUnderscores() {
		runner()
			.withPropertyValues("registry-sync.identity-aliases[agent.one]=agent_two",
					"registry-sync.identity-aliases.coordinator_agent=coordinator_agent_main",
					"registry-sync.identity-aliases[Odd / é]=tools/t")
			.run((context) -> {
				KeyService keys = context.getBean(KeyService.class);
				assertThat(keys.keyOwner(TestKeystore.agent("agent.one"))).isEqualTo(TestKeystore.agent("agent_two"));
				assertThat(keys.keyOwner(TestKeystore.agent("coordinator_agent")))
					.isEqualTo(TestKeystore.agent("coordinator_agent_main"));
				assertThat(keys.keyOwner(TestKeystore.agent("Odd / é"))).isEqualTo(TestKeystore.tool("t"));
			});
	}

	@Test
	void refusesToStartOnAChainOfAliases() {
		runner().withPropertyValues("registry-sync.identity-aliases[a]=b", "registry-sync.identity-aliases[b]=c")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("registry-sync.identity-aliases")
				.hasMessageContaining("is an alias itself"));
	}

	@Test
	void countsTheKeysOfEachState() {
		runner().run((context) -> {
			KeyService keys = context.getBean(KeyService.class);
			SimpleMeterRegistry meters = new SimpleMeterRegistry();
			context.getBean(MeterBinder.class).bindTo(meters);
			assertThat(meters.getMeters()).hasSize(5);
			keys.ensure(agents("a", "b", "c"));
			keys.rotate(TestKeystore.agent("a"));
			keys.revoke(TestKeystore.agent("b"), null, Revision.NONE, "");
			for (String state : new String[] { "active 2", "retired 1", "revoked 1", "damaged 0" }) {
				String[] parts = state.split(" ");
				assertThat(meters.get("registry.sync.keys").tag("state", parts[0]).gauge().value()).as(state)
					.isEqualTo(Double.parseDouble(parts[1]));
			}
		});
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withUserConfiguration(KeysConfiguration.class)
			.withBean(Clock.class, Clock::systemUTC)
			.withBean(Secp256k1.class, Secp256k1::bouncyCastle)
			.withBean(DataDirectory.class, () -> DataDirectory.open(this.temporary.resolve("data")))
			.withBean(Database.class, () -> Databases.sqlite(this.temporary.resolve("data")).database());
	}

}
