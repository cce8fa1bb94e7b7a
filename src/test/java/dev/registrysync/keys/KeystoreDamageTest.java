package dev.registrysync.keys;

import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.registrysync.database.TestEngine;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.agents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ParameterizedClass
@EnumSource(TestEngine.class)
class KeystoreDamageTest extends KeystoreFixture {

	private static final List<EntryRef> OWNERS = agents("alpha", "beta", "gamma");

	private Map<EntryRef, Address> made;

	KeystoreDamageTest(TestEngine engine) {
		super(engine);
	}

	@BeforeEach
	void makeThreeKeys() {
		this.made = this.keystore.make(OWNERS);
	}

	@Test
	void aDamagedRecordCostsOnlyItsEntity() {
		damage("beta", "version = 2");
		List<Map<String, Object>> before = this.keystore.rows();
		try (LogCapture log = new LogCapture(); KeyService keys = this.keystore.open()) {
			KeyBatch batch = keys.ensure(agents("alpha", "beta", "gamma", "delta"));
			assertThat(log.lines()).singleElement().asString().startsWith("WARN").contains("version 2", "agents/beta");
			assertThat(keys.damaged())
				.containsExactly(new DamagedKey("agents/beta", 2, "its authentication tag does not match"));
			assertThat(batch.created()).containsExactly(agent("delta"));
			assertThat(batch.refused()).containsOnlyKeys(agent("beta"));
			assertThat(batch.keys()).containsOnlyKeys(agent("alpha"), agent("gamma"), agent("delta"));
			assertThat(keys.preview(agents("beta")).refused()).containsOnlyKeys(agent("beta"));
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> keys.sign(agent("beta"), List.of("text")))
				.satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ProblemCode.KEYSTORE_DAMAGED);
					assertThat(ex.data()).containsEntry("kind", "agents").containsEntry("id", "beta");
				});
			assertThat(keys.sign(agent("alpha"), List.of("text"))).hasSize(1);
		}
		assertThat(this.keystore.rows()).containsAll(before).hasSize(4);
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).hasSize(3);
			assertThat(keys.damaged()).hasSize(1);
		}
	}

	private void damage(String id, String change) {
		this.keystore.change("update keystore.key set %s where id = '%s'".formatted(change, id));
	}

	@ParameterizedTest
	@ValueSource(strings = { "version = 2", "version = 99999999999", "version = -1", "address = '0x00'",
			"address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'", "address = lower(address)",
			"created_at = created_at + 1", "created_at = created_at - 1000000", "created_at = 9223372036854775807",
			"revoked_from = 5", "revoked_at = 5", "revoked_why = ''", "revocation_seal = sealed",
			"revoked_from = 5, revoked_at = 0, revoked_why = '', revocation_seal = sealed" })
	void everythingThatStandsBesideAKeyIsBoundToIt(String change) {
		damage("beta", change);
		costsOnly(agent("beta"));
	}

	@Test
	void everyByteOfASealedKeyIsAuthenticated() {
		byte[] sealed = HexFormat.of().parseHex(String.valueOf(this.keystore.rows().get(1).get("sealed")));
		for (int i = 0; i < sealed.length; i++) {
			byte[] damaged = sealed.clone();
			damaged[i] ^= (byte) 0x20;
			seal("beta", damaged);
			costsOnly(agent("beta"));
		}
		for (int length : new int[] { 0, 1, 12, 59, 61 }) {
			seal("beta", Arrays.copyOf(sealed, length));
			costsOnly(agent("beta"));
		}
		seal("beta", sealed);
		try (KeyService keys = this.keystore.open()) {
			assertThat(TestKeystore.addresses(keys.ensure(OWNERS))).isEqualTo(this.made);
		}
	}

	private void seal(String id, byte[] sealed) {
		this.keystore.database()
			.<Integer>write((sql) -> sql.sql("update keystore.key set sealed = :sealed where id = :id")
				.param("id", id)
				.param("sealed", sealed)
				.update());
	}

	private void costsOnly(EntryRef owner) {
		try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
			KeyBatch batch = keys.ensure(OWNERS);
			assertThat(batch.created()).isEmpty();
			assertThat(batch.refused()).containsOnlyKeys(owner);
			assertThat(batch.keys()).hasSize(2);
			batch.keys().forEach((entry, key) -> assertThat(key.address()).isEqualTo(this.made.get(entry)));
			assertThat(keys.damaged()).extracting(DamagedKey::owner).containsExactly(owner.toString());
			assertThat(keys.sign(agent("alpha"), List.of("text"))).hasSize(1);
		}
	}

	@Test
	void aKeyUnderAnotherNameIsDetected() {
		List<Map<String, Object>> rows = this.keystore.rows();
		seal("alpha", HexFormat.of().parseHex(String.valueOf(rows.get(1).get("sealed"))));
		seal("beta", HexFormat.of().parseHex(String.valueOf(rows.get(0).get("sealed"))));
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.ensure(OWNERS).refused()).containsOnlyKeys(agent("alpha"), agent("beta"));
			assertThat(keys.damaged()).extracting(DamagedKey::owner).containsExactly("agents/alpha", "agents/beta");
			assertThat(keys.list()).extracting(KeyFacts::owner).containsExactly(agent("gamma"));
		}
	}

	@Test
	void aRowUnderAnotherNameIsNobodysKey() {
		damage("beta", "id = 'delta'");
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.ensure(agents("delta")).refused()).containsOnlyKeys(agent("delta"));
			assertThat(keys.ownerOf(this.made.get(agent("beta")))).isEmpty();
		}
	}

	@Test
	void aKeyThatWasMadeAndDamagedMeanwhileIsNotReplaced() {
		try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
			KeyBatch batch = keys.ensure(agents("delta"), () -> {
				this.keystore.make(agents("delta"));
				damage("delta", "created_at = created_at + 1");
			});
			assertThat(batch.created()).isEmpty();
			assertThat(batch.refused()).containsOnlyKeys(agent("delta"));
		}
		assertThat(this.keystore.rows()).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2 })
	void aVersionThatIsGoneIsDamage(int version) {
		try (KeyService keys = this.keystore.open()) {
			keys.rotate(agent("beta"));
			keys.rotate(agent("beta"));
		}
		this.keystore.change("delete from keystore.key where id = 'beta' and version = " + version);
		try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
			assertThat(keys.ensure(OWNERS).refused()).containsOnlyKeys(agent("beta"));
			assertThat(keys.damaged()).containsExactly(new DamagedKey("agents/beta", version, "its row is gone"));
		}
	}

	@Test
	void anOlderDatabaseInThePlaceOfTheOpenOneGetsNoKey() {
		try (KeyService keys = this.keystore.open()) {
			keys.ensure(agents("delta"));
			assertThat(keys.findChange()).isEmpty();
			this.keystore.change("update keystore.service set changes = changes - 1");
			assertThat(keys.findChange()).map(ProblemException::code).contains(ProblemCode.KEYSTORE_CHANGED);
			fails(ProblemCode.KEYSTORE_CHANGED, () -> keys.ensure(agents("epsilon")));
		}
		assertThat(this.keystore.rows()).hasSize(4);
	}

	@Test
	void keysBehindManyRowsWithoutAnOwnerAreRead() {
		this.keystore.database()
			.<Integer>write((sql) -> IntStream.range(0, 600)
				.map((row) -> sql.sql("""
						insert into keystore.key (address, kind, id, version, created_at, sealed)
						select :address, 'a', :id, 7, created_at, sealed from keystore.key where id = 'beta'""")
					.param("address", "x" + row)
					.param("id", "x" + row)
					.update())
				.sum());
		damage("beta", "id = ''");
		try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).extracting(KeyFacts::owner).containsExactly(agent("alpha"), agent("gamma"));
			assertThat(keys.damaged()).hasSize(601)
				.contains(new DamagedKey("agents/", 1, "its owner is not a name of an entry"),
						new DamagedKey("a/x599", 7, "its owner is not a name of an entry"));
		}
	}

	@Test
	void aCommittedKeyThatIsGoneStopsTheMakingOfNewKeys() {
		Collection<KeyFacts> committed;
		try (KeyService keys = this.keystore.open()) {
			committed = keys.list();
		}
		this.keystore.change("delete from keystore.key where id = 'beta'");
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.expect(UUID.randomUUID(), committed)).extracting(KeyFacts::owner)
				.containsExactly(agent("beta"));
			KeyBatch batch = keys.ensure(agents("alpha", "beta", "delta"));
			assertThat(batch.keys()).containsOnlyKeys(agent("alpha"));
			assertThat(batch.created()).isEmpty();
			assertThat(batch.refused()).containsOnlyKeys(agent("beta"), agent("delta"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "id = 'delta'", "kind = 'tools'", "kind = 'toys'", "id = ''" })
	void aCommittedKeyUnderAnotherNameIsMissing(String change) {
		Collection<KeyFacts> committed;
		try (KeyService keys = this.keystore.open()) {
			committed = keys.list();
		}
		damage("beta", change);
		try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
			assertThat(keys.expect(UUID.randomUUID(), committed)).extracting(KeyFacts::owner)
				.containsExactly(agent("beta"));
			KeyBatch batch = keys.ensure(OWNERS);
			assertThat(batch.created()).isEmpty();
			assertThat(batch.refused()).containsOnlyKeys(agent("beta"));
			assertThat(batch.refused().get(agent("beta"))).hasMessageContaining("agents/beta");
		}
	}

	@Test
	void theKeystoreOfAnotherRegistryIsNamed() {
		UUID first = UUID.randomUUID();
		KeyFacts foreign = new KeyFacts(agent("beta"), 1, this.made.get(agent("alpha")));
		try (KeyService keys = this.keystore.open()) {
			Collection<KeyFacts> committed = keys.list();
			assertThat(keys.expect(first, committed)).isEmpty();
			keys.expect(UUID.randomUUID(), List.of(foreign));
			assertThat(keys.missing()).isEmpty();
			assertThat(keys.expect(first, committed)).isEmpty();
			KeyFacts elsewhere = new KeyFacts(agent("beta"), 1,
					Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow());
			assertThat(keys.expect(UUID.randomUUID(), List.of(elsewhere))).containsExactly(elsewhere);
			assertThat(keys.describeMissing()).contains("the keystore of the registry " + first);
		}
	}

}
