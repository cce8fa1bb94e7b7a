package dev.registrysync.volume;

/**
 * How many bytes a change adds to the data directory before it frees any.
 *
 * @param config beside the registry files
 * @param keystore in the keystore
 * @param state in the database of the state
 */
public record SpaceNeeded(long config, long keystore, long state) {

	public SpaceNeeded {
		if (config < 0 || keystore < 0 || state < 0) {
			throw new IllegalArgumentException("nothing takes less than no bytes");
		}
	}

}
