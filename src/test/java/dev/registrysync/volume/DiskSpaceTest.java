package dev.registrysync.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DiskSpaceTest {

	@TempDir
	private Path root;

	private DataDirectory data;

	private FreeSpace space;

	@BeforeEach
	void open() throws IOException {
		this.data = DataDirectory.open(this.root.resolve("data"));
		this.space = FreeSpace.on(this.data);
		Files.createDirectory(this.data.config());
		Files.createDirectory(this.data.keystore());
		Files.createDirectory(this.data.state());
	}

	@AfterEach
	void close() throws IOException {
		this.data.close();
	}

	@Test
	void whatFitsIsLetThroughAndWhatDoesNotIsToldInBytes() throws IOException {
		long available = Files.getFileStore(this.root).getUsableSpace();
		this.space.require(new SpaceNeeded(1, 1, 1));
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.space.require(new SpaceNeeded(2 * available, 0, 0)))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.DISK_FULL);
				assertThat(ex.data()).containsEntry("needed_bytes", 2 * available + DiskSpace.MARGIN)
					.containsEntry("directory", this.data.config().toString());
				assertThat((Long) ex.data().get("available_bytes")).isBetween(1L, 2 * available);
			});
	}

	@Test
	void directoriesOnOneDiskShareItsRoom() throws IOException {
		long most = Files.getFileStore(this.root).getUsableSpace() / 3 * 2;
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.space.require(new SpaceNeeded(0, most, most)))
			.satisfies((ex) -> assertThat(ex.data()).containsEntry("needed_bytes", 2 * most + DiskSpace.MARGIN));
	}

	@Test
	void aDirectoryWithoutAFileSystemIsLeftToTheWriteItself() throws IOException {
		Files.delete(this.data.config());
		assertThatCode(() -> this.space.require(new SpaceNeeded(Long.MAX_VALUE / 2, 0, 0))).doesNotThrowAnyException();
	}

}
