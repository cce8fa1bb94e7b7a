package dev.registrysync.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ObstacleTest {

	private static final String STATUS = "Name:\tjava\nUid:\t1000\t1001\t1000\t1000\nCapEff:\t%s\n";

	@Test
	void onlyOwnersAndThePrivilegedMayRenameInAStickyDirectory() {
		assertThat(Obstacle.mayRename(STATUS.formatted("0000000000000000"), List.of(0, 1001))).isTrue();
		assertThat(Obstacle.mayRename(STATUS.formatted("0000000000000000"), List.of(0, 1000))).isFalse();
		assertThat(Obstacle.mayRename(STATUS.formatted("0000000000000008"), List.of(0))).isTrue();
		assertThat(Obstacle.mayRename(STATUS.formatted("ffffffffffffffff"), List.of(0))).isTrue();
	}

	@Test
	void aStickyDirectoryIsNoObstacleForTheOwnerOfBoth(@TempDir Path directory) throws IOException {
		Path file = Files.createFile(directory.resolve("file"));
		assertThat(Command.succeeds("chmod", "+t", directory)).isTrue();
		assertThat(Obstacle.find(file)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Name:\tjava\n", "Uid:\t1000\nCapEff:\t0\n", "Uid:\t1\t2\nCapEff:\tnone\n",
			"Uid:\t1\t2\t3\t4\n" })
	void anIncompleteStatusIsNoObstacle(String status) {
		assertThat(Obstacle.mayRename(status, List.of(0))).isTrue();
	}

}
