package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.identity.PrivateKey;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in the files of the platform that keys are imported from, a command
 * reads them or says what is wrong, and never what may be a key.
 */
class PlatformFilesFuzzTest {

	@TempDir
	private static Path directory;

	@FuzzTest(maxDuration = "75s")
	void aFileOfVariablesIsReadOrRefused(byte[] bytes) throws IOException {
		Path file = Files.write(directory.resolve("env"), bytes);
		try (EnvFile env = EnvFile.read(file, EnvNaming.WALLET)) {
			for (String name : env.names()) {
				assertThat(name).startsWith(EnvNaming.PREFIX);
				try (PrivateKey key = env.open(name)) {
					assertThat(key.toString()).doesNotContainPattern("[0-9a-fA-F]{60}");
				}
			}
		}
		catch (RefusedException ex) {
			assertThat(ex.getMessage().lines().skip(1)).isNotEmpty().allMatch((line) -> line.startsWith("line "));
			assertThat(values(bytes)).noneMatch(ex.getMessage()::contains);
		}
	}

	/**
	 * What stands in the lines and may be a key: all but what is in a name.
	 */
	private static List<String> values(byte[] bytes) {
		List<String> lines = new String(bytes, ISO_8859_1).lines().toList();
		String names = lines.stream()
			.filter((line) -> line.contains("="))
			.map((line) -> line.split("=", 2)[0])
			.toList()
			.toString();
		return lines.stream()
			.flatMap((line) -> Stream.of(line.split("[^0-9a-fA-F]+")))
			.filter((word) -> word.length() >= 16 && !names.contains(word))
			.toList();
	}

	@FuzzTest(maxDuration = "75s")
	void aVaultIsReadOrRefused(byte[] bytes) throws IOException {
		Files.write(directory.resolve("entries.json"), bytes);
		Files.write(directory.resolve(".overseer_proof.json"), bytes);
		try {
			VaultDirectory vault = VaultDirectory.read(directory);
			assertThat(vault.entries()).allMatch((entry) -> entry.toString().equals("[encrypted]"));
			assertThat(vault.iterations()).isBetween(1, 20_000_000);
			assertThat(vault.overseer()).hasSize(20);
		}
		catch (RefusedException ex) {
			assertRefused(ex);
		}
	}

	private static void assertRefused(RefusedException ex) {
		String said = ex.getMessage().replace(directory.toString(), "");
		assertThat(said).hasSizeBetween(1, 600).doesNotContain("\n", "\u001b");
		assertThat(ex.remedy()).isNotBlank();
	}

}
