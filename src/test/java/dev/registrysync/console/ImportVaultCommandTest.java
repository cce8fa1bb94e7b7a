package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.registrysync.console.ConsoleFixture.ADDRESS_1;
import static dev.registrysync.console.ConsoleFixture.ADDRESS_2;
import static dev.registrysync.console.ConsoleFixture.ADDRESS_3;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The three vaults were made by the platform's own code, with throw-away keys.
 */
class ImportVaultCommandTest {

	private static final Path VECTORS = Path.of("src/test/resources/vectors");

	@TempDir
	private Path directory;

	private ConsoleFixture console;

	@BeforeEach
	void makeConsole() {
		this.console = new ConsoleFixture(this.directory);
	}

	private static JsonObject expected(String vault) throws IOException {
		return (JsonObject) JsonReader.read(Files.readAllBytes(VECTORS.resolve(vault + ".expected.json")));
	}

	private Path ids(String... lines) {
		return this.console.write("ids", String.join("\n", lines) + "\n");
	}

	private Path copy(String vault) throws IOException {
		Path copy = Files.createDirectory(this.directory.resolve("copy"));
		try (Stream<Path> files = Files.list(VECTORS.resolve(vault))) {
			for (Path file : files.toList()) {
				Files.copy(file, copy.resolve(file.getFileName()));
			}
		}
		return copy;
	}

	private static void assertOpensAll(VaultKey key, String vault) throws IOException {
		JsonArray entries = (JsonArray) expected(vault).find("entries").orElseThrow();
		assertThat(VaultDirectory.read(VECTORS.resolve(vault)).entries()).hasSameSizeAs(entries.values())
			.zipSatisfy(entries.values(), (entry, wanted) -> {
				assertThat(entry.id()).isEqualTo(((JsonObject) wanted).findText("id").orElseThrow());
				assertThat(new String(entry.decrypt(key).orElseThrow(), UTF_8))
					.isEqualTo(((JsonObject) wanted).findText("value").orElseThrow());
			});
	}

	@Test
	void opensTheVaultOfAMachineByteForByte() throws IOException {
		JsonObject expected = expected("vault_machine");
		VaultDirectory vault = VaultDirectory.read(VECTORS.resolve("vault_machine"));
		assertThat(HexFormat.of().formatHex(vault.salt())).isEqualTo(expected.findText("salt_hex").orElseThrow());
		try (VaultKey key = VaultKey.ofMasterKey(vault.masterKey(), vault.salt())) {
			VaultEntry first = vault.entries().get(0);
			assertThat(HexFormat.of().formatHex(key.entryKey(first.id(), first.context())))
				.isEqualTo(expected.findText("entry_key_hex_for_first").orElseThrow());
			assertOpensAll(key, "vault_machine");
		}
	}

	@Test
	void opensTheVaultOfAPassphraseByteForByte() throws IOException {
		VaultDirectory vault = VaultDirectory.read(VECTORS.resolve("vault_passphrase"));
		byte[] passphrase = expected("vault_passphrase").findText("passphrase").orElseThrow().getBytes(UTF_8);
		try (VaultKey key = VaultKey.ofPassphrase(passphrase, vault.salt(), vault.iterations())) {
			assertOpensAll(key, "vault_passphrase");
		}
	}

	@Test
	void opensTheVaultOfAnOverseerByteForByte() throws IOException {
		VaultDirectory vault = VaultDirectory.read(VECTORS.resolve("vault_human"));
		byte[] signature = SecretHex.bytes(overseersSignature().getBytes(US_ASCII), 65);
		try (VaultKey key = VaultKey.ofOverseer(signature, vault.overseer(), vault.salt())) {
			assertOpensAll(key, "vault_human");
		}
	}

	private static String overseersSignature() throws IOException {
		JsonObject proof = (JsonObject) JsonReader
			.read(Files.readAllBytes(VECTORS.resolve("vault_human/.overseer_proof.json")));
		return proof.findText("signature").orElseThrow();
	}

	@Test
	void importsTheAgentsKeysAndLeavesTheRest() {
		Path aliases = this.console.write("aliases", "coordinator_agent = coordinator_agent_main\n");
		this.console
			.run("import", "vault", VECTORS.resolve("vault_machine"), "--ids",
					ids("agents/coordinator_agent", "agents/wordpress.agent", "tools/x"), "--aliases", aliases)
			.hasCode(0)
			.says("agents/coordinator_agent " + ADDRESS_1 + " imported", "agents/wordpress.agent " + ADDRESS_2,
					"tools/x " + ADDRESS_3, "company:acme:cabinet:ceo:pk", "3 imported");
	}

	@Test
	void importsInTheOtherTwoModes() throws IOException {
		Path ids = ids("agents/a");
		this.console
			.run("import", "vault", VECTORS.resolve("vault_passphrase"), "--ids", ids, "--vault-passphrase-file",
					this.console.write("passphrase", "correct horse battery staple\n"))
			.hasCode(0)
			.says("agents/a " + ADDRESS_1 + " imported");
		this.console
			.run("import", "vault", VECTORS.resolve("vault_human"), "--ids", ids, "--overseer-signature-file",
					this.console.write("signature", overseersSignature()))
			.hasCode(0)
			.says("already there");
	}

	@Test
	void saysWhichKeyIsMissingOrWrong() throws IOException {
		Path ids = ids("agents/a");
		Path vault = VECTORS.resolve("vault_passphrase");
		this.console.run("import", "vault", vault, "--ids", ids)
			.hasCode(1)
			.complains("has no .master.key", "--vault-passphrase-file");
		this.console.run("import", "vault", VECTORS.resolve("vault_human"), "--ids", ids)
			.hasCode(1)
			.complains("--overseer-signature-file");
		this.console
			.run("import", "vault", vault, "--ids", ids, "--vault-passphrase-file", this.console.write("p", "wrong"))
			.hasCode(1)
			.complains("None of the 1 entries", "another vault's");
		this.console
			.run("import", "vault", VECTORS.resolve("vault_human"), "--ids", ids, "--overseer-signature-file",
					this.console.write("s", "0xabc"))
			.hasCode(1)
			.complains("is not a signature: there are 3 hex digits instead of 130");
		this.console
			.run("import", "vault", vault, "--ids", ids, "--vault-passphrase-file", "a", "--overseer-signature-file",
					"b")
			.hasCode(2);
	}

	@Test
	void refusesASecretThatOthersCanRead() throws IOException {
		Path passphrase = this.console.write("p", "correct horse battery staple");
		Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-r--r--"));
		this.console
			.run("import", "vault", VECTORS.resolve("vault_passphrase"), "--ids", ids("agents/a"),
					"--vault-passphrase-file", passphrase)
			.hasCode(1)
			.complains("can be read by other users", "chmod go=");
	}

	@Test
	void aDamagedEntryMeansThatNothingIsImported() throws IOException {
		Path vault = copy("vault_machine");
		Path entries = vault.resolve("entries.json");
		Files.writeString(entries, Files.readString(entries).replace("6a52084d", "6a52084e"));
		this.console.run("import", "vault", vault, "--ids", ids("agents/wordpress.agent", "tools/x"))
			.hasCode(1)
			.complains("nothing is imported", "agent_pk_tool_x: its authentication tag does not match");
		this.console.run("import", "vault", vault, "--ids", ids("agents/wordpress.agent"))
			.hasCode(1)
			.complains("nothing is imported", "agent_pk_tool_x: its authentication tag does not match");
		assertThat(this.console.path("data/keystore")).doesNotExist();
	}

	@Test
	void namesADirectoryThatCannotBeRead() throws IOException {
		Path loop = this.console.path("loop");
		Files.createSymbolicLink(loop, loop);
		this.console.run("import", "vault", loop, "--ids", ids("agents/a"))
			.hasCode(1)
			.complains("loop cannot be read: ");
		this.console
			.run("import", "v3", loop, "--v3-passphrase-file", this.console.write("p", "words"), "--ids",
					ids("agents/a"))
			.hasCode(1)
			.complains("loop cannot be read: ");
		this.console.run("import", "vault", this.console.path("none"), "--ids", ids("agents/a"))
			.hasCode(1)
			.complains("none is not there.");
	}

	@Test
	void aDirectoryOfRegistryFilesThatCannotBeReadIsNotTakenForAnEmptyOne() throws IOException {
		Path config = Files.createDirectories(this.console.path("data")).resolve("config");
		Files.createSymbolicLink(config, config);
		this.console.run("import", "vault", VECTORS.resolve("vault_machine"), "--ids", ids("tools/x"))
			.hasCode(1)
			.complains("data/config");
		assertThat(this.console.path("data/keystore")).doesNotExist();
	}

	@Test
	void namesWhatIsWrongWithTheDirectory() throws IOException {
		Path ids = ids("agents/a");
		Path vault = copy("vault_machine");
		this.console.run("import", "vault", vault.resolve("entries.json"), "--ids", ids)
			.hasCode(1)
			.complains("is not a directory");
		byte[] salt = Files.readAllBytes(vault.resolve(".salt"));
		Files.write(vault.resolve(".salt"), Arrays.copyOf(salt, 31));
		this.console.run("import", "vault", vault, "--ids", ids)
			.hasCode(1)
			.complains(".salt has 31 bytes instead of 32");
		Files.write(vault.resolve(".salt"), salt);
		Path entries = vault.resolve("entries.json");
		String text = Files.readString(entries);
		Files.writeString(entries, text.replace("wordpress.agent:pk", "gemini_api_key"));
		this.console.run("import", "vault", vault, "--ids", ids)
			.hasCode(1)
			.complains("the entry gemini_api_key stands there twice");
		Files.writeString(entries, text.replace("d4a7d94739b4196a6b1c73f7", "d4a7"));
		this.console.run("import", "vault", vault, "--ids", ids).hasCode(1).complains("entry 1 lacks id, context, iv");
		Files.writeString(entries, text.substring(0, 100));
		this.console.run("import", "vault", vault, "--ids", ids).hasCode(1).complains("is not JSON");
		Files.delete(entries);
		this.console.run("import", "vault", vault, "--ids", ids).hasCode(1).complains("entries.json is not there");
	}

}
