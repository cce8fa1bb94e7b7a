package dev.registrysync.sync;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.registrysync.coordinator.Sources;
import dev.registrysync.history.History;
import dev.registrysync.identity.SignedStatement;
import dev.registrysync.keys.KeyService;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.volume.FreeSpace;

/**
 * What a run works with.
 *
 * @param sources whom to pull from
 * @param registry the persistent registry
 * @param keys the keystore
 * @param history the commits
 * @param facts what is known of entries that were seen before
 * @param verdicts the verdicts that are known already
 * @param gate between those who read and those who publish
 * @param space the room on the disk
 */
record SyncPorts(Sources sources, CurrentRegistry registry, KeyService keys, History history, EntryCache facts,
		VerdictCache verdicts, CommitGate gate, FreeSpace space) {

	/**
	 * Reads the registry as it is now.
	 * @param pulls what a document that does not exist yet takes its envelope from
	 * @throws ProblemException {@code REGISTRY_UNREADABLE} or {@code REGISTRY_MISSING}
	 */
	WorkingRegistry read(Pulls pulls) {
		return read(pulls, this.registry::read);
	}

	/**
	 * Reads the registry once, to show it.
	 * @throws ProblemException as for {@link #read(Pulls)}
	 */
	WorkingRegistry readShown() {
		return read(Pulls.none(), this.registry::readCached);
	}

	private WorkingRegistry read(Pulls pulls, Function<Kind, Optional<CurrentDocument>> reading) {
		WorkingRegistry working = new WorkingRegistry(this.facts, this.registry.texts());
		for (Kind kind : Kind.values()) {
			working.add(reading.apply(kind).orElseGet(() -> begin(kind, pulls)));
		}
		return working;
	}

	/**
	 * Passes on the registry of each kind as it is now.
	 */
	void eachCurrent(Consumer<CurrentDocument> consumer) {
		for (Kind kind : Kind.values()) {
			consumer.accept(this.registry.read(kind).orElseGet(() -> begin(kind, Pulls.none())));
		}
	}

	/**
	 * Returns a working registry of documents that were read.
	 */
	WorkingRegistry working(Collection<CurrentDocument> read) {
		WorkingRegistry working = new WorkingRegistry(this.facts, this.registry.texts());
		read.forEach(working::add);
		return working;
	}

	private static CurrentDocument begin(Kind kind, Pulls pulls) {
		JsonObject envelope = pulls.answers(kind).findFirst().map(RuntimeEntries::envelope).orElse(JsonObject.EMPTY);
		return CurrentDocument.begin(RegistryDocument.create(kind, envelope));
	}

	/**
	 * Reads an entry as it is now.
	 * @throws ProblemException {@code ENTRY_NOT_FOUND}, or as for the documents
	 */
	Entry requireEntry(EntryRef ref) {
		return read(Pulls.none()).find(ref).orElseThrow(() -> noEntry(ref));
	}

	/**
	 * Reads an entry once, to show it.
	 * @throws ProblemException {@code ENTRY_NOT_FOUND}, or as for the documents
	 */
	Entry requireShown(EntryRef ref) {
		return reading(() -> findShown(ref.kind())).flatMap((document) -> document.find(ref.id()))
			.orElseThrow(() -> noEntry(ref));
	}

	private static ProblemException noEntry(EntryRef ref) {
		return new ProblemException(ProblemCode.ENTRY_NOT_FOUND,
				"The registry of %s has no entry \"%s\".".formatted(ref.kind(), ref.id()),
				Map.of("kind", ref.kind().plural(), "id", ref.id().value()));
	}

	/**
	 * Returns the statements of an entry as it is now; none if it cannot be read, as
	 * without a readable registry the key of an entry still verifies.
	 */
	List<SignedStatement> statements(EntryRef ref) {
		try {
			return statements(requireShown(ref));
		}
		catch (ProblemException ex) {
			return List.of();
		}
	}

	/**
	 * Returns the statements of an entry.
	 */
	List<SignedStatement> statements(Entry entry) {
		return SignedStatement.of(this.history.registryId(), entry, this.keys.service().find());
	}

	/**
	 * Reads a document as it is now; empty if there never was one.
	 */
	Optional<RegistryDocument> find(Kind kind) {
		return this.registry.read(kind).map(CurrentDocument::document);
	}

	/**
	 * Reads documents and history of one revision. If a file cannot be understood, it
	 * lets those who publish go ahead before it reads again.
	 */
	<T> T reading(Supplier<T> reader) {
		return this.registry.patiently(() -> this.gate.reading(reader));
	}

	/**
	 * Reads a document once, to show it.
	 */
	Optional<RegistryDocument> findShown(Kind kind) {
		return this.registry.readCached(kind).map(CurrentDocument::document);
	}

}
