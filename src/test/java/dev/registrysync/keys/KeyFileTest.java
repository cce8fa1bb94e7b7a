package dev.registrysync.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import dev.registrysync.identity.Address;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.agents;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyFileTest {

	@TempDir
	private Path temporary;

	private TestKeystore keystore;

	@BeforeEach
	void nameTheKeystore() {
		this.keystore = new TestKeystore(this.temporary);
	}

	@Test
	void aTornTailIsCutOffAtWhateverByteItEnds() {
		Map<EntryRef, Address> made = this.keystore.make(agents("a", "b"));
		byte[] before = TestKeystore.read(this.keystore.keys());
		this.keystore.make(agents("c"));
		byte[] whole = TestKeystore.read(this.keystore.keys());
		for (int length = before.length; length < whole.length - 1; length++) {
			TestKeystore.write(this.keystore.keys(), Arrays.copyOf(whole, length));
			try (LogCapture log = new LogCapture(); KeyService keys = this.keystore.open()) {
				assertThat(keys.damaged()).isEmpty();
				assertThat(keys.list()).hasSize(2);
				assertThat(TestKeystore.read(this.keystore.keys())).as("cut at " + length).isEqualTo(before);
				assertThat(log.lines()).hasSize((length > before.length) ? 1 : 0)
					.allMatch((line) -> line.startsWith("INFO"));
				KeyBatch batch = keys.ensure(agents("a", "b", "c"));
				assertThat(batch.created()).containsExactly(agent("c"));
				assertThat(TestKeystore.addresses(batch)).containsAllEntriesOf(made);
			}
			try (KeyService keys = this.keystore.open()) {
				assertThat(keys.damaged()).isEmpty();
				assertThat(keys.list()).hasSize(3);
			}
		}
	}

	@Test
	void aWholeLastRecordThatLacksItsNewlineIsKept() {
		Map<EntryRef, Address> made = this.keystore.make(agents("a", "b"));
		byte[] whole = TestKeystore.read(this.keystore.keys());
		TestKeystore.write(this.keystore.keys(), Arrays.copyOf(whole, whole.length - 1));
		try (LogCapture log = new LogCapture(); KeyService keys = this.keystore.open()) {
			assertThat(TestKeystore.addresses(keys.ensure(agents("a", "b")))).isEqualTo(made);
			assertThat(log.lines()).isEmpty();
		}
		assertThat(TestKeystore.read(this.keystore.keys())).isEqualTo(whole);
	}

	@Test
	void aTailOfZerosIsCutOff() {
		this.keystore.make(agents("a"));
		byte[] whole = TestKeystore.read(this.keystore.keys());
		TestKeystore.write(this.keystore.keys(), Arrays.copyOf(whole, whole.length + 4096));
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).hasSize(1);
			assertThat(keys.ensure(agents("b")).created()).containsExactly(agent("b"));
		}
	}

	@Test
	void anAppendThatFailsHalfWayLeavesTheFileAsItWas() throws IOException {
		KeyFile file = file((channel, bytes) -> {
			channel.write(bytes.slice(0, bytes.remaining() / 2));
			throw new IOException("No space left on device");
		});
		byte[] before = TestKeystore.read(this.keystore.keys());
		failsWith(ProblemCode.DISK_FULL, file);
		assertThat(TestKeystore.read(this.keystore.keys())).isEqualTo(before);
	}

	@Test
	void theNextAppendFollowsWhereTheFailedOneBegan() throws IOException {
		AtomicInteger calls = new AtomicInteger();
		KeyFile file = file((channel, bytes) -> {
			if (calls.getAndIncrement() == 0) {
				channel.write(ByteBuffer.wrap("half of a li".getBytes(US_ASCII)));
				channel.close();
			}
			KeyFile.Writing.DURABLE.write(channel, bytes);
		});
		failsWith(ProblemCode.KEYSTORE_INACCESSIBLE, file);
		file.append("line\n".getBytes(US_ASCII));
		assertThat(this.keystore.lines()).hasSize(2).last().isEqualTo("line");
	}

	@Test
	void waitsForTheDiskOnceForABatch() throws IOException {
		AtomicInteger calls = new AtomicInteger();
		KeyFile file = file((channel, bytes) -> calls.incrementAndGet());
		file.append("one\ntwo\nthree\n".getBytes(US_ASCII));
		assertThat(calls).hasValue(1);
	}

	@Test
	void aFailedBatchIsNotRemembered() {
		try (KeyService keys = this.keystore.open()) {
			keys.ensure(agents("a"));
			byte[] whole = TestKeystore.read(this.keystore.keys());
			TestKeystore.delete(this.keystore.keys());
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> keys.ensure(agents("a", "b", "c")))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.KEYSTORE_MISSING));
			assertThat(keys.find(agent("b"))).isEmpty();
			TestKeystore.write(this.keystore.keys(), Arrays.copyOf(whole, whole.length - 1));
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> keys.ensure(agents("b")))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.KEYSTORE_CHANGED));
			TestKeystore.write(this.keystore.keys(), whole);
			assertThat(keys.ensure(agents("b", "c")).created()).hasSize(2);
		}
		try (KeyService keys = this.keystore.open()) {
			assertThat(keys.list()).hasSize(3);
			assertThat(keys.damaged()).isEmpty();
		}
	}

	private KeyFile file(KeyFile.Writing writing) {
		UUID name = UUID.randomUUID();
		KeystoreFiles files = new KeystoreFiles(this.keystore.directory());
		KeyFile.create(files, name);
		return KeyFile.open(files, name, new KeyFileScan(() -> (sealed, bound) -> true), writing);
	}

	private static void failsWith(ProblemCode code, KeyFile file) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> file.append("a line\n".getBytes(US_ASCII)))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

	@Test
	void theScanNumbersWhatItReads() {
		this.keystore.make(agents("a", "b"));
		this.keystore.make(agents("c"));
		List<String> lines = this.keystore.lines();
		assertThat(lines).hasSize(4);
		for (int i = 1; i < 4; i++) {
			assertThat(lines.get(i)).startsWith("{\"number\":" + i + ",");
		}
	}

}
