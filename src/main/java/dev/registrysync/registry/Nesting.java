package dev.registrysync.registry;

/**
 * How deep values are nested. A text of more than 500 levels is not read, and in a
 * registry file an entry has some levels around it and may get more.
 */
public final class Nesting {

	/** As many levels as an entry may have: far more than any needs. */
	public static final int MOST = 400;

	private Nesting() {
	}

	/**
	 * Whether a value has more levels than an entry may have.
	 */
	public static boolean isTooDeep(Json value) {
		return isDeeper(value, MOST);
	}

	private static boolean isDeeper(Json value, int levels) {
		if (value instanceof JsonObject object) {
			return levels == 0 || isAnyDeeper(object.members().values(), levels - 1);
		}
		return value instanceof JsonArray array && (levels == 0 || isAnyDeeper(array.values(), levels - 1));
	}

	private static boolean isAnyDeeper(Iterable<Json> values, int levels) {
		for (Json value : values) {
			if (isDeeper(value, levels)) {
				return true;
			}
		}
		return false;
	}

}
