package dev.registrysync.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DurableDirectoryTest {

	@TempDir
	private Path root;

	@Test
	void confidentialMeansForOneUserAlone() throws IOException {
		DurableDirectory directory = DurableDirectory.confidential(this.root.resolve("secret"),
				ProblemCode.KEYSTORE_INACCESSIBLE);
		directory.replace("file", new byte[] { 1 });
		directory.replace("other", new byte[] { 1 });
		assertThat(permissions(this.root.resolve("secret"))).isEqualTo("rwx------");
		assertThat(permissions(directory.path("file"))).isEqualTo("rw-------");
		assertThat(permissions(directory.path("other"))).isEqualTo("rw-------");
	}

	@Test
	void confidentialTakesFromOthersWhatTheyMayDo() throws IOException {
		Path path = Files.createDirectories(this.root.resolve("secret"));
		Files.write(path.resolve("file"), new byte[] { 1 });
		open(path, "rwxr-xr-x");
		open(path.resolve("file"), "rw-rw-r--");
		DurableDirectory directory = DurableDirectory.confidential(path, ProblemCode.KEYSTORE_INACCESSIBLE);
		assertThat(permissions(path)).isEqualTo("rwx------");
		assertThat(directory.read("file")).isPresent();
		assertThat(permissions(path.resolve("file"))).isEqualTo("rw-------");
		open(path.resolve("file"), "rw-rw-r--");
		directory.replace("file", new byte[] { 2 });
		assertThat(permissions(path.resolve("file"))).isEqualTo("rw-------");
	}

	@Test
	void sharedKeepsTheModeThatAFileHas() throws IOException {
		Path file = Files.write(this.root.resolve("file"), new byte[] { 1 });
		open(file, "rw-rw-r--");
		open(this.root, "rwxrwxr-x");
		DurableDirectory directory = DurableDirectory.shared(this.root, ProblemCode.DATABASE_UNAVAILABLE);
		assertThat(directory.read("file")).isPresent();
		directory.replace("file", new byte[] { 2 });
		assertThat(permissions(file)).isEqualTo("rw-rw-r--");
		assertThat(permissions(this.root)).isEqualTo("rwxrwxr-x");
	}

	private static void open(Path path, String permissions) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

	private static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

	@Test
	void aFileThatIsNotThereHasNoBytes() {
		DurableDirectory directory = DurableDirectory.shared(this.root, ProblemCode.DATABASE_UNAVAILABLE);
		assertThat(directory.read("none")).isEmpty();
	}

	@Test
	void aFailureNamesTheFile() {
		DurableDirectory directory = DurableDirectory.shared(this.root, ProblemCode.DATABASE_UNAVAILABLE);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> directory.stage("no-such-directory/file", List.of()))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.DATABASE_UNAVAILABLE);
				assertThat(ex.detail()).contains("no-such-directory");
			});
	}

	@Test
	void aFileThatSomebodyMadeReadOnlyIsNotReplaced() throws IOException {
		Path file = Files.write(this.root.resolve("file"), new byte[] { 1 });
		DurableDirectory directory = DurableDirectory.shared(this.root, ProblemCode.REGISTRY_NOT_WRITABLE);
		try (Frozen frozen = Frozen.freeze(file)) {
			assertThatExceptionOfType(ProblemException.class)
				.isThrownBy(() -> directory.replace("file", new byte[] { 2 }))
				.satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_NOT_WRITABLE);
					assertThat(ex.detail()).contains(file.toString(), "read-only");
				});
		}
		assertThat(file).hasBinaryContent(new byte[] { 1 });
		assertThat(this.root).isDirectoryNotContaining((left) -> !left.equals(file));
	}

	static boolean hasFullDevice() {
		return Files.isWritable(Path.of("/dev/full"));
	}

	@Test
	@EnabledIf("hasFullDevice")
	void aFullDiskIsAFailureOfItsOwn() {
		Path full = Path.of("/dev/full");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> Files.write(full, new byte[] { 1 }))
			.satisfies((ex) -> assertThat(
					FileFailure.of(ProblemCode.DATABASE_UNAVAILABLE, "The file cannot be written", full, ex).code())
				.isEqualTo(ProblemCode.DISK_FULL));
	}

}
