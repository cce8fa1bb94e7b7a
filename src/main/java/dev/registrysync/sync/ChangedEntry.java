package dev.registrysync.sync;

import java.util.List;
import java.util.function.Supplier;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.TextStore;
import dev.registrysync.registry.WrittenEntry;

/**
 * An entry that a run changes, in its present version.
 */
sealed interface ChangedEntry {

	/** The members that say when a run wrote the entry. */
	List<String> STAMPS = List.of("last_updated", "last_updated_at");

	/**
	 * The entry, which may be parsed or made anew for each call.
	 */
	Entry entry();

	/**
	 * Returns what is found out about it.
	 */
	EntrySummary facts();

	/**
	 * The entry as it is to be committed.
	 * @param now the time of the run, in seconds since the epoch
	 * @param texts keeps its text
	 */
	WrittenEntry written(JsonNumber now, TextStore texts);

	/**
	 * The entry as it was decided; it may still get an identity.
	 *
	 * @param decided makes the entry
	 */
	record Decided(Supplier<Entry> decided) implements ChangedEntry {

		@Override
		public Entry entry() {
			return this.decided.get();
		}

		@Override
		public EntrySummary facts() {
			return EntrySummary.of(entry());
		}

		@Override
		public WrittenEntry written(JsonNumber now, TextStore texts) {
			return WrittenEntry.of(stamped(entry(), now), texts);
		}

	}

	/**
	 * The entry as it is to be committed, as text. What it takes parsed, a first sync
	 * would need for all entries at once.
	 *
	 * @param text the entry
	 * @param facts what was found out about it before it was written
	 */
	record Finished(WrittenEntry text, EntrySummary facts) implements ChangedEntry {

		/**
		 * Finishes an entry.
		 * @param texts keeps its text
		 */
		static Finished of(Entry entry, JsonNumber now, TextStore texts) {
			return new Finished(WrittenEntry.of(stamped(entry, now), texts), EntrySummary.of(entry));
		}

		@Override
		public Entry entry() {
			return this.text.read();
		}

		@Override
		public WrittenEntry written(JsonNumber now, TextStore texts) {
			return this.text;
		}

	}

	private static Entry stamped(Entry entry, JsonNumber time) {
		JsonObject members = entry.members();
		for (String name : STAMPS) {
			members = members.with(name, time);
		}
		return entry.with(members);
	}

}
