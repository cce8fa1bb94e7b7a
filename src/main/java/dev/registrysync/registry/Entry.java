package dev.registrysync.registry;

/**
 * What a registry says of one agent or tool: an open JSON object, unknown members
 * included.
 *
 * @param ref its name
 * @param members its members, in order
 */
public record Entry(EntryRef ref, JsonObject members) {

	public Entry with(JsonObject changed) {
		return new Entry(this.ref, changed);
	}

}
