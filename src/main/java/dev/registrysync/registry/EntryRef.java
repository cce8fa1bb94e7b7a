package dev.registrysync.registry;

/**
 * Names one entry across both registries.
 *
 * @param kind the registry that lists it
 * @param id its id there
 */
public record EntryRef(Kind kind, EntryId id) implements Comparable<EntryRef> {

	public static EntryRef of(Kind kind, String id) {
		return new EntryRef(kind, new EntryId(id));
	}

	@Override
	public int compareTo(EntryRef other) {
		int byKind = this.kind.compareTo(other.kind);
		return (byKind != 0) ? byKind : this.id.compareTo(other.id);
	}

	@Override
	public String toString() {
		return this.kind + "/" + this.id;
	}

}
