package dev.registrysync.keys;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.agents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeystoreDamageTest {

	private static final List<EntryRef> OWNERS = agents("alpha", "beta", "gamma");

	@TempDir
	private Path temporary;

	private TestKeystore keystore;

	private Map<EntryRef, Address> made;

	@BeforeEach
	void makeThreeKeys() {
		this.keystore = new TestKeystore(this.temporary);
		this.made = this.keystore.make(OWNERS);
	}

	@Test
	void aDamagedRecordCostsOnlyItsEntity() {
		List<String> lines = this.keystore.lines();
		lines.set(2, flipped(lines.get(2), lines.get(2).length() - 10));
		this.keystore.writeLines(lines);
		byte[] before = TestKeystore.read(this.keystore.keys());
		try (LogCapture log = new LogCapture(); KeyService keys = this.keystore.open()) {
			assertThat(log.lines()).singleElement().asString().startsWith("WARN").contains("line 3", "agents/beta");
			assertThat(keys.damaged())
				.containsExactly(new DamagedKey(3, agent("beta"), "its authentication tag does not match"));
			KeyBatch batch = keys.ensure(agents("alpha", "beta", "gamma", "delta"));
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
		assertThat(TestKeystore.read(this.keystore.keys())).startsWith(before);
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.damaged()).hasSize(1);
			assertThat(keys.list()).hasSize(3);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x01, 0x20, 0x80, 0xff })
	void whateverByteIsDamagedNobodyGetsAnotherAddressAndAtMostTheNeighbourSuffersToo(int mask) {
		byte[] good = TestKeystore.read(this.keystore.keys());
		try (LogCapture quiet = new LogCapture()) {
			for (int i = 0; i < good.length; i++) {
				byte[] damaged = good.clone();
				damaged[i] ^= (byte) mask;
				survives(damaged, "byte " + i);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(chars = { '\n', '"', '{', '\0' })
	void whateverStandsInTheDamagedPlaceNobodyGetsAnotherAddress(char value) {
		byte[] good = TestKeystore.read(this.keystore.keys());
		try (LogCapture quiet = new LogCapture()) {
			for (int i = 0; i < good.length; i++) {
				byte[] damaged = good.clone();
				damaged[i] = (byte) value;
				survives(damaged, "byte " + i);
			}
		}
	}

	@Test
	void aZeroedBlockCostsOnlyTheRecordsInItAndNoneOfThemGetsANewKey() {
		byte[] good = TestKeystore.read(this.keystore.keys());
		for (int start = 100; start + 512 < good.length; start += 7) {
			byte[] damaged = good.clone();
			Arrays.fill(damaged, start, start + 512, (byte) 0);
			TestKeystore.write(this.keystore.keys(), damaged);
			try (LogCapture quiet = new LogCapture(); KeyService keys = this.keystore.open()) {
				keepsTheAddresses(keys.ensure(OWNERS), "from byte " + start);
			}
		}
	}

	/**
	 * The caller keeps the log quiet, once for all bytes: to set the level of all loggers
	 * anew for each costs as much as the rest.
	 */
	private void survives(byte[] file, String where) {
		TestKeystore.write(this.keystore.keys(), file);
		try (KeyService keys = this.keystore.open()) {
			KeyBatch batch = keys.ensure(OWNERS);
			keepsTheAddresses(batch, where);
			assertThat(batch.refused()).as(where).hasSizeLessThanOrEqualTo(2);
			assertThat(keys.ensure(agents("delta")).created()).as(where).containsExactly(agent("delta"));
		}
		try (KeyService keys = this.keystore.open()) {
			keepsTheAddresses(keys.ensure(OWNERS), where);
			assertThat(keys.find(agent("delta"))).as(where).isPresent();
		}
	}

	private void keepsTheAddresses(KeyBatch batch, String where) {
		assertThat(batch.created()).as(where).isEmpty();
		OWNERS.forEach((owner) -> assertThat(batch.find(owner).map((key) -> key.address().equals(this.made.get(owner))))
			.as(where)
			.isIn(Optional.of(true), Optional.empty()));
		assertThat(batch.keys().size() + batch.refused().size()).as(where).isEqualTo(3);
	}

	@Test
	void aRecordUnderAnotherNameIsDetected() {
		List<String> lines = this.keystore.lines();
		String alpha = lines.get(1);
		lines.set(1, lines.get(1).replace(sealed(alpha), sealed(lines.get(2))));
		lines.set(2, lines.get(2).replace(sealed(lines.get(2)), sealed(alpha)));
		this.keystore.writeLines(lines);
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.damaged()).extracting(DamagedKey::owner).containsExactly(agent("alpha"), agent("beta"));
			assertThat(keys.list()).extracting((key) -> key.owner()).containsExactly(agent("gamma"));
			assertThat(keys.ensure(OWNERS).refused()).containsOnlyKeys(agent("alpha"), agent("beta"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"version\":1>\"version\":2", "\"kind\":\"agents\">\"kind\":\"tools\"",
			"\"id\":\"beta\">\"id\":\"delta\"", "\"number\":2>\"number\":9", "2026-11-22>2025-11-22",
			"\"version\":1>\"version\":99999999999" })
	void everythingThatStandsBesideAKeyIsBoundToIt(String change) {
		List<String> lines = this.keystore.lines();
		String[] parts = change.split(">");
		assertThat(lines.get(2)).contains(parts[0]);
		lines.set(2, lines.get(2).replace(parts[0], parts[1]));
		this.keystore.writeLines(lines);
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.damaged()).hasSize(1);
			assertThat(keys.ensure(agents("beta")).refused()).containsOnlyKeys(agent("beta"));
		}
	}

	@Test
	void anAddressUnderAnotherKeyIsDetected() {
		List<String> lines = this.keystore.lines();
		lines.set(1, lines.get(1)
			.replace(this.made.get(agent("alpha")).toString(), this.made.get(agent("beta")).toString()));
		this.keystore.writeLines(lines);
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.damaged()).extracting(DamagedKey::owner).containsExactly(agent("alpha"));
		}
	}

	@Test
	void aRecordOfWhichNothingIsLeftStopsTheMakingOfNewKeys() {
		List<String> lines = this.keystore.lines();
		lines.remove(2);
		this.keystore.writeLines(lines);
		try (KeyService keys = this.keystore.open()) {
			KeyBatch batch = keys.ensure(agents("alpha", "beta", "delta"));
			assertThat(batch.keys()).containsOnlyKeys(agent("alpha"));
			assertThat(batch.created()).isEmpty();
			assertThat(batch.refused()).containsOnlyKeys(agent("beta"), agent("delta"));
		}
	}

	@Test
	void twoCopiesOfARecordAreOneKey() {
		List<String> lines = this.keystore.lines();
		lines.add(lines.get(1));
		this.keystore.writeLines(lines);
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.damaged()).isEmpty();
			assertThat(keys.list()).hasSize(3);
			assertThat(keys.ensure(agents("delta")).created()).hasSize(1);
		}
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.ensure(agents("alpha", "beta", "gamma", "delta")).created()).isEmpty();
			assertThat(keys.damaged()).isEmpty();
		}
	}

	private static String sealed(String line) {
		return line.substring(line.indexOf("\"nonce\""));
	}

	private static String flipped(String line, int at) {
		char digit = (line.charAt(at) == '0') ? '1' : '0';
		return line.substring(0, at) + digit + line.substring(at + 1);
	}

}
