package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.database.TestEngine;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.UnsignableContentException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.agents;
import static dev.registrysync.keys.TestKeystore.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ParameterizedClass
@EnumSource(TestEngine.class)
class KeyServiceTest extends KeystoreFixture {

	KeyServiceTest(TestEngine engine) {
		super(engine);
	}

	@Test
	void makesAKeyOnceAndFindsItAfterwards() {
		try (KeyService keys = this.keystore.open()) {
			KeyBatch first = keys.ensure(List.of(agent("a"), tool("t"), agent("a")));
			assertThat(first.created()).containsExactly(agent("a"), tool("t"));
			KeyBatch second = keys.ensure(List.of(tool("t"), agent("b"), agent("a")));
			assertThat(second.created()).containsExactly(agent("b"));
			assertThat(second.keys()).containsAllEntriesOf(first.keys()).hasSize(3);
			KeyFacts key = first.find(agent("a")).orElseThrow();
			assertThat(key.version()).isEqualTo(1);
			assertThat(keys.find(agent("a"))).contains(key);
			assertThat(keys.ownerOf(key.address())).contains(agent("a"));
			assertThat(keys.list()).extracting(KeyFacts::owner).containsExactly(agent("a"), agent("b"), tool("t"));
			assertThat(keys.find(agent("t"))).isEmpty();
		}
	}

	@Test
	void findsTheSameKeysWhenItIsOpenedAgain() {
		Map<EntryRef, Address> made = this.keystore.make(agents("a", "b"));
		try (KeyService keys = this.keystore.open()) {
			KeyBatch batch = keys.ensure(agents("a", "b", "c"));
			assertThat(batch.created()).containsExactly(agent("c"));
			assertThat(TestKeystore.addresses(batch)).containsAllEntriesOf(made);
			signsAs(keys, agent("a"), made.get(agent("a")));
		}
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).hasSize(3);
			assertThat(keys.damaged()).isEmpty();
			signsAs(keys, agent("c"), keys.find(agent("c")).orElseThrow().address());
		}
	}

	@Test
	void aPreviewMakesNothing() {
		this.keystore.make(agents("a"));
		List<Map<String, Object>> before = this.keystore.rows();
		try (KeyService keys = this.keystore.open()) {
			KeyBatch preview = keys.preview(agents("a", "b"));
			assertThat(preview.created()).containsExactly(agent("b"));
			assertThat(preview.keys()).containsOnlyKeys(agent("a"));
			assertThat(keys.find(agent("b"))).isEmpty();
		}
		assertThat(this.keystore.rows()).isEqualTo(before);
	}

	@Test
	void aBatchWithNothingNewWritesNothing() {
		this.keystore.make(agents("a"));
		try (KeyService keys = this.keystore.open()) {
			long changes = keys.changes();
			TestKeystore.delete(this.keystore.header());
			assertThat(keys.ensure(agents("a")).created()).isEmpty();
			assertThat(keys.ensure(List.of()).keys()).isEmpty();
			assertThat(keys.changes()).isEqualTo(changes);
		}
	}

	@Test
	void aBatchIsOneTransaction() {
		try (KeyService keys = this.keystore.open()) {
			long before = keys.changes();
			keys.ensure(IntStream.range(0, 2000).mapToObj((i) -> agent("agent-" + i)).toList());
			assertThat(keys.changes()).isEqualTo(before + 1);
			assertThat(keys.list()).hasSize(2000);
		}
	}

	@Test
	void answersForMoreEntriesThanItKeepsInMemory() {
		List<EntryRef> owners = IntStream.range(0, 10_500).mapToObj((i) -> agent("%05d".formatted(i))).toList();
		this.keystore.make(owners);
		try (KeyService keys = this.keystore.open()) {
			List<EntryRef> asked = Stream.concat(owners.stream(), Stream.of(agent("nobody"))).toList();
			assertThat(keys.findSigning(asked)).containsExactlyElementsOf(owners);
			assertThat(keys.map(asked, (owner) -> keys.find(owner).isPresent())).hasSize(10_501)
				.containsOnlyOnce(false)
				.endsWith(false);
			assertThat(keys.ensure(asked).created()).containsExactly(agent("nobody"));
			assertThat(keys.allVersions()).hasSize(10_501)
				.extracting(KeyView::id)
				.startsWith("00000", "00001")
				.endsWith("10499", "nobody");
		}
	}

	@Test
	void seesTheKeysThatAnotherServiceMadeOrRevoked() {
		try (KeyService keys = this.keystore.open(); KeyService others = this.keystore.open()) {
			assertThat(keys.find(agent("a"))).isEmpty();
			KeyFacts made = others.ensure(agents("a")).find(agent("a")).orElseThrow();
			KeyBatch batch = keys.ensure(agents("a", "b"));
			assertThat(batch.find(agent("a"))).contains(made);
			assertThat(batch.created()).containsExactly(agent("b"));
			others.revoke(agent("a"), null, Revision.NONE, "");
			keys.changes();
			assertThat(keys.find(agent("a"))).isEmpty();
		}
	}

	@Test
	void fiftyThreadsThatWantTheSameTwentyKeysGetTheSameTwenty() throws Exception {
		List<EntryRef> owners = IntStream.range(0, 20).mapToObj((i) -> agent("agent-" + i)).toList();
		CyclicBarrier start = new CyclicBarrier(50);
		ExecutorService threads = Executors.newFixedThreadPool(50);
		try (KeyService keys = this.keystore.open()) {
			List<Future<KeyBatch>> answers = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				answers.add(threads.submit(() -> {
					start.await();
					return keys.ensure(owners);
				}));
			}
			Set<Map<EntryRef, KeyFacts>> distinct = new HashSet<>();
			int created = 0;
			for (Future<KeyBatch> answer : answers) {
				distinct.add(answer.get().keys());
				created += answer.get().created().size();
			}
			assertThat(distinct).hasSize(1);
			assertThat(created).isEqualTo(20);
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.keystore.rows()).hasSize(20);
	}

	@Test
	void signsAllTextsInTheirOrder() {
		try (KeyService keys = this.keystore.open()) {
			Address address = keys.ensure(agents("a")).find(agent("a")).orElseThrow().address();
			List<Signature> signatures = keys.sign(agent("a"), List.of("one", "two", "one"));
			assertThat(signatures).hasSize(3);
			assertThat(signatures.get(2)).isEqualTo(signatures.get(0));
			assertThat(recover("two", signatures.get(1))).isEqualTo(address);
		}
	}

	@Test
	void doesNotSignForAnUnknownOwner() {
		try (KeyService keys = this.keystore.open()) {
			assertThat(fails(ProblemCode.KEY_NOT_FOUND, () -> keys.sign(agent("a"), List.of("text"))))
				.hasMessageContaining("agents/a");
		}
	}

	@Test
	void signsNothingIfOneTextCannotBeSigned() {
		try (KeyService keys = this.keystore.open()) {
			keys.ensure(agents("a"));
			assertThatExceptionOfType(UnsignableContentException.class)
				.isThrownBy(() -> keys.sign(agent("a"), List.of("text", "\ud83d")));
		}
	}

	@Test
	void doesNothingOnceClosed() {
		KeyService keys = this.keystore.open();
		keys.ensure(agents("a"));
		keys.close();
		assertThatIllegalStateException().isThrownBy(() -> keys.sign(agent("a"), List.of("text")));
		assertThatIllegalStateException().isThrownBy(() -> keys.ensure(agents("b")));
	}

	@Test
	void ownersThatDifferOnlyInCaseOrPunctuationHaveDifferentKeys() {
		List<EntryRef> owners = List.of(agent("agent-one"), agent("agent.one"), agent("agent_one"), agent("AGENT_ONE"),
				agent("Agent_one"), agent("agent one"), agent("agentone"), agent("tool_x"), tool("x"), tool("tool_x"),
				agent("x"), agent("é"), agent("e\u0301"));
		Map<EntryRef, Address> made = this.keystore.make(owners);
		assertThat(made).hasSize(owners.size());
		assertThat(new HashSet<>(made.values())).hasSize(owners.size());
		try (KeyService keys = this.keystore.open()) {
			assertThat(TestKeystore.addresses(keys.ensure(owners))).isEqualTo(made);
		}
	}

	@Test
	void anIdNeverBecomesAPath() throws IOException {
		List<EntryRef> owners = Stream
			.of("/", "..", "../../escape", "/etc/passwd", "a/b", "C:\\x", "😀".repeat(256), "x".repeat(256),
					"\"quoted\"", "back\\slash", "\u2028", "nul.txt",
					"x\",\"owner\":\"00000000000000000000000000000000")
			.map(TestKeystore::agent)
			.toList();
		Map<EntryRef, Address> made = this.keystore.make(owners);
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.damaged()).isEmpty();
			assertThat(TestKeystore.addresses(keys.ensure(owners))).isEqualTo(made);
			owners.forEach((owner) -> signsAs(keys, owner, made.get(owner)));
		}
		try (Stream<Path> files = Files.walk(this.keystore.directory())) {
			assertThat(files.filter(Files::isRegularFile).map((file) -> file.getFileName().toString()))
				.isSubsetOf("header", "keys.db", "keys.db-wal", "keys.db-shm", "wrapping.key");
		}
	}

	@Test
	void nothingInTheKeystoreEndsInJsonOrIsOpenToOthers() throws IOException {
		this.keystore.make(agents("a"));
		assertThat(TestKeystore.mode(this.keystore.directory())).isEqualTo("rwx------");
		try (Stream<Path> files = Files.list(this.keystore.directory())) {
			assertThat(files).isNotEmpty().allSatisfy((file) -> {
				assertThat(TestKeystore.mode(file)).isEqualTo("rw-------");
				assertThat(file.toString()).doesNotEndWith(".json").doesNotEndWith(".staged");
			});
		}
	}

	@Test
	void takesFromOthersWhatTheyMayDoWithItsFiles() {
		this.keystore.make(agents("a"));
		TestKeystore.mode(this.keystore.directory(), "rwxr-xr-x");
		TestKeystore.mode(this.keystore.wrappingKey(), "rw-r--r--");
		TestKeystore.mode(this.keystore.header(), "rw-rw-rw-");
		try (LogCapture log = new LogCapture(); KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).hasSize(1);
			assertThat(log.lines()).hasSize(3).allMatch((line) -> line.startsWith("WARN"));
		}
		nothingIsOpenToOthers();
	}

	private void nothingIsOpenToOthers() {
		assertThat(Stream.of(this.keystore.directory(), this.keystore.wrappingKey(), this.keystore.header())
			.map(TestKeystore::mode)).allMatch((mode) -> mode.endsWith("------"));
	}

	private static void signsAs(KeyService keys, EntryRef owner, Address address) {
		assertThat(recover("text", keys.sign(owner, List.of("text")).get(0))).isEqualTo(address);
	}

	private static Address recover(String text, Signature signature) {
		return Secp256k1.bouncyCastle().recover(PersonalMessage.hash(text), signature).orElseThrow();
	}

}
