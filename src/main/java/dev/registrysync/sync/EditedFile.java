package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.TextStore;
import dev.registrysync.registry.WrittenEntry;

/**
 * Merges the edits that others made to a registry file with what was committed since the
 * file was written.
 */
final class EditedFile {

	private final RegistryDocument written;

	private final RegistryDocument committed;

	private final RegistryDocument file;

	private final DocumentStamp stamp;

	private final TextStore store;

	private EditedFile(RegistryDocument written, RegistryDocument committed, RegistryDocument file, DocumentStamp stamp,
			TextStore store) {
		this.written = written;
		this.committed = committed;
		this.file = file;
		this.stamp = stamp;
		this.store = store;
	}

	/**
	 * Returns the file with what was committed since. Members that both sides changed are
	 * as they are in the file: what others did is never lost.
	 * @param written the document of which the file was written
	 * @param committed the document that was committed last
	 * @param file the document in the file now
	 * @param stamp when it was committed
	 * @param store keeps the texts of entries that change
	 */
	static RegistryDocument merge(RegistryDocument written, RegistryDocument committed, RegistryDocument file,
			DocumentStamp stamp, TextStore store) {
		return new EditedFile(written, committed, file, stamp, store).merge();
	}

	private RegistryDocument merge() {
		List<WrittenEntry> changed = new ArrayList<>();
		this.committed.ids().forEach((id) -> find(id).ifPresent(changed::add));
		Set<EntryId> removed = new HashSet<>();
		this.written.ids()
			.stream()
			.filter((id) -> !this.committed.has(id) && isSame(id, this.written, this.file))
			.forEach(removed::add);
		RegistryDocument merged = this.file.withWritten(changed, removed, this.stamp, this.store);
		return (merged == this.file) ? this.file.stamped(this.stamp) : merged;
	}

	/**
	 * Returns what becomes of an entry in the file; empty if it stays as it is.
	 */
	private Optional<WrittenEntry> find(EntryId id) {
		boolean stays = isSame(id, this.committed, this.file) || isSame(id, this.committed, this.written)
				|| this.file.malformed().containsKey(id.value());
		if (stays) {
			return Optional.empty();
		}
		if (!this.file.has(id)) {
			return this.written.has(id) ? Optional.empty() : Optional.of(committed(id));
		}
		if (isSame(id, this.file, this.written)) {
			return Optional.of(committed(id));
		}
		return this.written.find(id).map((before) -> merge(before, id));
	}

	private static boolean isSame(EntryId id, RegistryDocument one, RegistryDocument other) {
		return one.has(id) && other.has(id) && one.text(id).digest().equals(other.text(id).digest());
	}

	private WrittenEntry committed(EntryId id) {
		return WrittenEntry.of(this.committed.find(id).orElseThrow(), this.store);
	}

	private WrittenEntry merge(Entry before, EntryId id) {
		JsonObject after = this.committed.find(id).orElseThrow().members();
		Entry edited = this.file.find(id).orElseThrow();
		JsonObject merged = edited.members();
		Set<String> names = new LinkedHashSet<>(before.members().names());
		names.addAll(after.names());
		for (String name : names) {
			Optional<Json> value = after.find(name);
			Optional<Json> written = before.members().find(name);
			if (!value.equals(written) && edited.members().find(name).equals(written)) {
				merged = value.isPresent() ? merged.with(name, value.get()) : merged.without(name);
			}
		}
		return WrittenEntry.of(edited.with(merged), this.store);
	}

}
