package dev.registrysync.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.registrysync.database.Databases;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A history with two rows, and a witness that knows them.
 */
class WitnessTest {

	@TempDir
	private Path temporary;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private Databases databases;

	private SqlHistory history;

	private Witness witness;

	@BeforeEach
	void writeTwoRows() {
		this.databases = Databases.sqlite(this.temporary.resolve("data"));
		open();
		write(1);
		write(2);
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private void open() {
		this.witness = new Witness(file());
		this.history = new SqlHistory(this.databases.reopen(), this.service, Secp256k1.bouncyCastle(),
				Retention.DEFAULT, this.witness);
	}

	private void write(int version) {
		Address address = Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow();
		KeyFacts key = new KeyFacts(EntryRef.of(Kind.AGENTS, "a"), version, address);
		this.history.record(KnownKey.revoked(key, Revision.NONE), "", Instant.EPOCH);
	}

	private Path file() {
		return this.temporary.resolve("other-volume/witness");
	}

	private JsonNode content() throws IOException {
		return JsonMapper.shared().readTree(Files.readAllBytes(file()));
	}

	private void assertReadOnly(String... reason) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> write(9)).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_READ_ONLY);
			assertThat(ex.detail()).contains(reason).contains(file().toString(), "move the witness file away");
		});
	}

	@Test
	void knowsTheLastRowAfterEachCommit() throws IOException {
		write(3);
		assertThat(content().get("registry_id").asString()).isEqualTo(this.history.registryId().toString());
		assertThat(content().get("revision").asLong()).isZero();
		assertThat(content().get("sequence").asLong()).isEqualTo(3);
		assertThat(content().get("digest").asString()).isEqualTo(this.history.head().digest());
		assertThat(content().get("signature").asString()).hasSize(130);
	}

	@Test
	void aHistoryThatHasTheRowGoesOn() throws IOException {
		open();
		write(3);
		assertThat(content().get("sequence").asLong()).isEqualTo(3);
	}

	@Test
	void aHistoryThatGoesOnWithoutItsWitnessIsStillItsOwn() throws IOException {
		byte[] older = Files.readAllBytes(file());
		write(3);
		Files.write(file(), older);
		open();
		assertThat(content().get("sequence").asLong()).isEqualTo(3);
	}

	@Test
	void anOlderCopyOfTheStateOnlyReadsUntilTheWitnessIsMovedAway() throws IOException {
		Path state = this.temporary.resolve("data/state/registry-sync.db");
		Path copy = this.temporary.resolve("copy");
		this.databases.database().close();
		Files.copy(state, copy);
		open();
		write(3);
		this.databases.database().close();
		Files.copy(copy, state, StandardCopyOption.REPLACE_EXISTING);
		byte[] before = Files.readAllBytes(file());
		open();
		assertThat(this.history.isIntact()).isFalse();
		assertReadOnly("has row 3");
		assertThat(file()).hasBinaryContent(before);
		Files.delete(file());
		open();
		write(3);
		assertThat(content().get("digest").asString()).isEqualTo(this.history.head().digest());
	}

	@Test
	void anotherRegistryAtTheSamePlaceOnlyReads() {
		this.databases.close();
		this.databases = Databases.sqlite(this.temporary.resolve("another"));
		open();
		assertReadOnly("another registry");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{}", "{\"registry_id\": 1}" })
	void aFileThatIsNotWhatWasWrittenIsNotBelieved(String text) throws IOException {
		Files.writeString(file(), text);
		open();
		assertReadOnly("is not what was written");
	}

	@Test
	void commitsGoOnWhileItCannotBeWrittenAndOneLineSaysSo() throws IOException {
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		Logger logger = (Logger) LoggerFactory.getLogger(Witness.class);
		logger.addAppender(lines);
		Path volume = file().getParent();
		Path away = this.temporary.resolve("away");
		Files.move(volume, away);
		Files.writeString(volume, "no directory");
		write(3);
		write(4);
		assertThat(this.history.chain().witnessFailure())
			.hasValueSatisfying((reason) -> assertThat(reason).contains(volume.toString()));
		Files.delete(volume);
		Files.move(away, volume);
		write(5);
		write(6);
		logger.detachAppender(lines);
		assertThat(this.history.chain().witnessFailure()).isEmpty();
		assertThat(content().get("sequence").asLong()).isEqualTo(6);
		assertThat(lines.list).extracting((line) -> line.getLevel().toString()).isEqualTo(List.of("WARN", "INFO"));
	}

}
