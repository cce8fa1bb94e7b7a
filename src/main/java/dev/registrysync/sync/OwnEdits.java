package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.history.History;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;

/**
 * Finds what others changed in the members that this program owns. Safe for use by
 * several threads.
 */
final class OwnEdits {

	private final History history;

	private final WorkingRegistry registry;

	private final Set<EntryRef> edited;

	private final Map<Kind, RegistryDocument> committed = new EnumMap<>(Kind.class);

	/**
	 * Prepares to compare a registry, as it was read, with what was committed. Documents
	 * that nobody touched are not compared.
	 */
	OwnEdits(History history, WorkingRegistry registry) {
		this.history = history;
		this.registry = registry;
		this.edited = history.edited();
		for (Kind kind : Kind.values()) {
			if (!registry.current(kind).asCommitted()) {
				history.findCommitted(kind).ifPresent((document) -> this.committed.put(kind, document));
			}
		}
	}

	/**
	 * Returns the members of an attested entry that others changed in the file.
	 */
	List<JsonPointer> find(EntryRef ref) {
		if (!mayDiffer(ref) || this.history.find(ref).isEmpty()) {
			return List.of();
		}
		return this.history.findOriginal(ref)
			.flatMap((written) -> this.registry.findRead(ref).map((found) -> OwnMembers.differing(written, found)))
			.orElse(List.of());
	}

	private boolean mayDiffer(EntryRef ref) {
		RegistryDocument read = this.registry.document(ref.kind());
		if (this.edited.contains(ref)) {
			return read.has(ref.id());
		}
		return Optional.ofNullable(this.committed.get(ref.kind()))
			.filter((document) -> document.has(ref.id()) && read.has(ref.id()))
			.filter((document) -> !document.text(ref.id()).digest().equals(read.text(ref.id()).digest()))
			.isPresent();
	}

	/**
	 * Returns the verdict, or {@code MALFORMED} if such an edit stays after the run.
	 */
	EntryVerdict judge(EntryRef ref, EntryVerdict verdict) {
		if (!verdict.isValid()) {
			return verdict;
		}
		return find(ref).stream()
			.filter((member) -> isLeft(ref, member))
			.findFirst()
			.map(verdict::withForeignValue)
			.orElse(verdict);
	}

	private boolean isLeft(EntryRef ref, JsonPointer member) {
		if (!this.registry.isChanged(ref)) {
			return true;
		}
		Optional<Entry> now = this.registry.find(ref);
		Optional<Entry> read = this.registry.findRead(ref);
		return !ChangedEntry.STAMPS.contains(member.first()) && now.flatMap((entry) -> member.find(entry.members()))
			.equals(read.flatMap((entry) -> member.find(entry.members())));
	}

}
