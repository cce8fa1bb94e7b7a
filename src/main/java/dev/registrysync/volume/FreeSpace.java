package dev.registrysync.volume;

/**
 * Looks whether a whole change has room before any of it is written. Others may fill the
 * disk meanwhile, so writing can fail all the same.
 */
public interface FreeSpace {

	/**
	 * The room on the disks of a data directory.
	 */
	static FreeSpace on(DataDirectory data) {
		return new DiskSpace(data);
	}

	/**
	 * Refuses what has no room.
	 * @throws dev.registrysync.problem.ProblemException {@code DISK_FULL} with
	 * {@code needed_bytes} and {@code available_bytes}
	 */
	void require(SpaceNeeded needed);

}
