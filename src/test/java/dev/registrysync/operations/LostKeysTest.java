package dev.registrysync.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.registrysync.console.ConsoleTestAccess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A keystore that is not the one which the history knows: an older one, or one that
 * somebody changes while the service runs.
 */
class LostKeysTest {

	@TempDir
	private Path temporary;

	private RestartableService service;

	@BeforeEach
	void start() {
		this.service = new RestartableService(this.temporary.resolve("data"));
		this.service.coordinator().agents("{\"a\": {\"name\": \"A\"}}");
		this.service.start();
		this.service.sync();
	}

	@AfterEach
	void stop() {
		this.service.close();
	}

	private Path keystore() {
		return this.service.data().resolve("keystore");
	}

	/**
	 * Leaves out the database, which is not to be touched while it is open.
	 */
	/**
	 * Returns the keystore's files; SQLite's are only read while the service is stopped.
	 */
	private Map<Path, byte[]> stoppedFiles() {
		this.service.stop();
		try (Stream<Path> files = Files.list(keystore())) {
			Map<Path, byte[]> found = new TreeMap<>();
			for (Path file : files.toList()) {
				found.put(file, Files.readAllBytes(file));
			}
			return found;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void put(Map<Path, byte[]> files) {
		files.forEach((file, bytes) -> {
			try {
				Files.write(file, bytes);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	/**
	 * Puts the keystore back that there was before b got its key.
	 * @return the keystore with b's key
	 */
	private Map<Path, byte[]> restoreAnOlderKeystore() {
		Map<Path, byte[]> older = stoppedFiles();
		this.service.start();
		this.service.coordinator().agents("{\"a\": {\"name\": \"A\"}, \"b\": {\"name\": \"B\"}}");
		this.service.sync();
		Map<Path, byte[]> good = stoppedFiles();
		put(older);
		this.service.start();
		return good;
	}

	private JsonNode health() {
		return this.service.get("/actuator/health").at("/components/keystore");
	}

	private String address(String id) {
		return this.service.identity("agents", id).path("address").asString();
	}

	private String verdict(String id) {
		return this.service.identity("agents", id).path("verdict").asString();
	}

	private void addC() {
		this.service.coordinator()
			.agents("{\"a\": {\"name\": \"A\"}, \"b\": {\"name\": \"B\"}, \"c\": {\"name\": \"C\"}}");
	}

	@Test
	void noKeyIsMadeInAnOlderKeystoreUntilTheRightOneIsBack() {
		Map<Path, byte[]> good = restoreAnOlderKeystore();
		JsonNode older = this.service.get("/keys");
		String address = address("b");
		assertThat(health().path("status").asString()).isEqualTo("DEGRADED");
		assertThat(health().at("/details/missing").asInt()).isEqualTo(1);
		assertThat(health().at("/details/detail").asString()).contains(address, "agents/b");
		JsonNode lost = this.service.identity("agents", "b");
		assertThat(lost.path("verdict").asString()).isEqualTo("UNKNOWN_KEY");
		assertThat(lost.path("remedy").asString()).startsWith("Restore the keystore directory");

		addC();
		JsonNode report = this.service.sync();
		assertThat(report.path("keys_updated").asInt()).isZero();
		assertThat(report.path("problems").toString()).contains("keystore_incomplete");
		assertThat(this.service.identity("agents", "c").path("verdict").asString()).isEqualTo("MISSING");
		assertThat(this.service.identity("agents", "c").path("remedy").asString()).startsWith("Restore the keystore");
		assertThat(this.service.post("/keys", "").path("keys_created").asInt()).isZero();
		assertThat(this.service.post(500, "/keys/agents/a/rotate", "").path("code").asString())
			.isEqualTo("keystore_incomplete");
		assertThat(this.service.post(500, "/keys/agents/b/rotate", "").path("code").asString())
			.isEqualTo("keystore_incomplete");
		assertThat(this.service.post(500, "/keys/agents/b/sign", "{\"message\": \"hello\"}").path("code").asString())
			.isEqualTo("keystore_incomplete");
		assertThat(this.service.get("/keys")).isEqualTo(older);

		this.service.stop();
		put(good);
		this.service.start();
		assertThat(health().path("status").asString()).isEqualTo("UP");
		this.service.sync();
		assertThat(List.of("a", "b", "c")).allMatch((id) -> verdict(id).equals("VALID"));
		assertThat(address("b")).isEqualTo(address);
	}

	@Test
	void healthNamesTheMissingKeysAndTheChangedFileTogether() throws IOException {
		restoreAnOlderKeystore();
		Files.delete(keystore().resolve("header"));
		String details = health().path("details").toString();
		assertThat(details).contains("agents/b", "header", "accept-lost-keys", "keystore directory");
		assertThat(health().at("/details/detail").asString()).contains("The keystore lacks", "header");
	}

	@Test
	void anIdentityThatIsTakenAwayMeanwhileIsNotReplaced() {
		String first = address("a");
		Map<Path, byte[]> older = stoppedFiles();
		this.service.start();
		this.service.post("/keys/agents/a/rotate", "");
		String second = address("a");
		Map<Path, byte[]> good = stoppedFiles();
		put(older);
		this.service.start();
		this.service.edit("agents", (text) -> text.replace(second, "PENDING_FRESH_SYNC"));
		this.service.sync();
		assertThat(address("a")).isNotIn(first, second);
		assertThat(verdict("a")).isEqualTo("MISSING");
		this.service.post(500, "/keys/agents/a/sign", "{\"message\": \"hello\"}");
		this.service.stop();
		put(good);
		this.service.start();
		this.service.sync();
		assertThat(address("a")).isEqualTo(second);
		assertThat(verdict("a")).isEqualTo("VALID");
	}

	@Test
	void anOperatorAcceptsOfflineThatKeysAreLost() {
		restoreAnOlderKeystore();
		String address = address("b");
		addC();
		this.service.stop();
		String data = this.service.data().toString();
		assertThat(ConsoleTestAccess.run("accept-lost-keys", "--data-dir", data, "--dry-run"))
			.contains("agents/b " + address + " 1", "Dry run");
		this.service.start();
		assertThat(health().path("status").asString()).isEqualTo("DEGRADED");
		this.service.stop();
		assertThat(ConsoleTestAccess.run("accept-lost-keys", "--data-dir", data))
			.contains("1 keys are accepted as lost");
		assertThat(ConsoleTestAccess.run("accept-lost-keys", "--data-dir", data)).contains("nothing to accept");
		this.service.start();
		assertThat(health().path("status").asString()).isEqualTo("UP");
		this.service.sync();
		assertThat(verdict("c")).isEqualTo("VALID");
		assertThat(verdict("b")).isEqualTo("UNKNOWN_KEY");
		assertThat(address("b")).isEqualTo(address);
		this.service.edit("agents", (text) -> text.replace(address, ""));
		this.service.sync();
		assertThat(verdict("b")).isEqualTo("VALID");
		assertThat(address("b")).isNotEqualTo(address);
	}

	@ParameterizedTest
	@ValueSource(strings = { "header", "wrapping.key", "keys.db" })
	void aFileThatVanishesIsNoticedBeforeTheNextKeyIsMade(String name) throws IOException {
		Path file = keystore().resolve(name);
		Path aside = this.temporary.resolve("aside");
		Files.move(file, aside);
		failsToMakeAKey("keystore_missing", name);
		Files.move(aside, file);
		works();
	}

	@ParameterizedTest
	@ValueSource(strings = { "header", "wrapping.key" })
	void aFileThatChangesIsNoticedBeforeTheNextKeyIsMade(String name) throws IOException {
		Path file = keystore().resolve(name);
		byte[] before = Files.readAllBytes(file);
		byte[] changed = before.clone();
		changed[changed.length / 2] ^= 1;
		Files.write(file, changed);
		failsToMakeAKey("keystore_changed", name);
		assertThat(file).hasBinaryContent(changed);
		Files.write(file, before);
		works();
	}

	@Test
	void aDatabaseThatIsPutInPlaceOfTheOldOneIsNoticedBeforeTheNextKeyIsMade() throws IOException {
		Map<Path, byte[]> older = stoppedFiles();
		this.service.start();
		Path keys = keystore().resolve("keys.db");
		Path aside = this.temporary.resolve("aside");
		Files.move(keys, aside);
		Files.write(keys, older.get(keys));
		failsToMakeAKey("keystore_changed", "keys.db");
		assertThat(this.service.post(500, "/keys/agents/a/revoke", "{\"from_revision\": 1}").path("code").asString())
			.isEqualTo("keystore_changed");
		Files.move(aside, keys, StandardCopyOption.REPLACE_EXISTING);
		works();
	}

	@Test
	void aDatabaseThatIsGoneIsNoNewKeystore() throws IOException {
		Map<Path, byte[]> good = stoppedFiles();
		Files.delete(keystore().resolve("keys.db"));
		assertThatException().isThrownBy(this.service::start)
			.havingRootCause()
			.withMessageContaining("the database with the keys is gone");
		put(good);
		this.service.start();
		works();
	}

	@Test
	void aKeystoreThatIsCopiedOverItselfIsTheSame() throws IOException {
		Path header = keystore().resolve("header");
		Files.write(header, Files.readAllBytes(header));
		works();
	}

	private void failsToMakeAKey(String code, String file) {
		addC();
		JsonNode problem = this.service.post(500, "/sync", "");
		assertThat(problem.path("code").asString()).isEqualTo(code);
		assertThat(problem.path("file").asString()).endsWith("keystore/" + file);
		assertThat(health().path("status").asString()).isEqualTo("DEGRADED");
		assertThat(health().at("/details/detail").asString()).contains(file);
		assertThat(this.service.get("/keys").size()).isEqualTo(1);
	}

	private void works() {
		addC();
		assertThat(this.service.sync().path("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(health().path("status").asString()).isEqualTo("UP");
		assertThat(verdict("c")).isEqualTo("VALID");
	}

}
