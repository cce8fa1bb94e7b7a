package dev.registrysync.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class NativeLibraryTest {

	@TempDir
	private Path data;

	@Test
	void isUnpackedBelowTheDataDirectoryIfNothingCanBeWrittenToTheTemporaryOne()
			throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(List.of(java, "--enable-native-access=ALL-UNNAMED",
				"-Djava.io.tmpdir=" + this.data.resolve("missing"), "-cp", System.getProperty("java.class.path"),
				NativeLibraryTest.class.getName(), this.data.toString()))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		assertThat(output).contains("is unpacked into " + this.data.resolve("state/native"));
		assertThat(this.data.resolve("state/native")).isDirectory();
	}

	/**
	 * Opens a database in a process of its own, as the library is loaded once.
	 */
	public static void main(String[] arguments) {
		Databases.sqlite(Path.of(arguments[0])).close();
	}

}
