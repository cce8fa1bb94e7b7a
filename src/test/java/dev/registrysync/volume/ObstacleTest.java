package dev.registrysync.volume;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ObstacleTest {

	private static final String STATUS = "Name:\tjava\nUid:\t1000\t1001\t1000\t1000\nCapEff:\t%s\n";

	@Test
	void onlyOwnersAndThePrivilegedMayRenameInAStickyDirectory() {
		assertThat(Obstacle.mayRename(STATUS.formatted("0000000000000000"), Set.of(0, 1001))).isTrue();
		assertThat(Obstacle.mayRename(STATUS.formatted("0000000000000000"), Set.of(0, 1000))).isFalse();
		assertThat(Obstacle.mayRename(STATUS.formatted("0000000000000008"), Set.of(0))).isTrue();
		assertThat(Obstacle.mayRename(STATUS.formatted("ffffffffffffffff"), Set.of(0))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Name:\tjava\n", "Uid:\t1000\nCapEff:\t0\n", "Uid:\t1\t2\nCapEff:\tnone\n",
			"Uid:\t1\t2\t3\t4\n" })
	void anIncompleteStatusIsNoObstacle(String status) {
		assertThat(Obstacle.mayRename(status, Set.of(0))).isTrue();
	}

}
