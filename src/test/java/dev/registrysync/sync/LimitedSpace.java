package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.FreeSpace;
import dev.registrysync.volume.SpaceNeeded;

/**
 * A disk with as much room as the test says.
 */
class LimitedSpace implements FreeSpace {

	private final List<SpaceNeeded> questions = new ArrayList<>();

	private long available = Long.MAX_VALUE;

	void limitTo(long bytes) {
		this.available = bytes;
	}

	/**
	 * What was asked for so far.
	 */
	List<SpaceNeeded> questions() {
		return this.questions;
	}

	@Override
	public void require(SpaceNeeded needed) {
		this.questions.add(needed);
		if (needed.config() + needed.keystore() + needed.state() > this.available) {
			throw new ProblemException(ProblemCode.DISK_FULL, "There is no room for " + needed);
		}
	}

}
