package dev.registrysync.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import dev.registrysync.store.RegistryStore;
import dev.registrysync.volume.FreeSpace;

/**
 * What a run works with.
 *
 * @param sources whom to pull from
 * @param store the persistent registries
 * @param keys the keystore
 * @param history the commits
 * @param facts what is known of entries that were seen before
 * @param verdicts the verdicts that are known already
 * @param gate between those who read and those who publish
 * @param space the room on the disk
 */
record SyncPorts(Sources sources, RegistryStore store, KeyService keys, History history, EntryCache facts,
		VerdictCache verdicts, CommitGate gate, FreeSpace space) {

	/**
	 * Reads both documents as they are now.
	 * @param pulls what a document that does not exist yet takes its envelope from
	 * @throws ProblemException {@code REGISTRY_UNREADABLE} or {@code REGISTRY_MISSING}
	 */
	WorkingRegistry read(Pulls pulls) {
		return read(pulls, this::find);
	}

	/**
	 * Reads both documents once, to show them.
	 * @throws ProblemException as for {@link #read(Pulls)}
	 */
	WorkingRegistry readShown() {
		return read(Pulls.none(), this::glance);
	}

	private WorkingRegistry read(Pulls pulls, Function<Kind, Optional<RegistryDocument>> reading) {
		WorkingRegistry registry = new WorkingRegistry(this.facts, this.store.texts());
		for (Kind kind : Kind.values()) {
			Optional<RegistryDocument> document = reading.apply(kind);
			JsonObject envelope = pulls.answers(kind)
				.findFirst()
				.map(RuntimeEntries::envelope)
				.orElse(JsonObject.EMPTY);
			registry.add(document, document.orElseGet(() -> RegistryDocument.create(kind, envelope)));
		}
		return registry;
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
		return reading(() -> glance(ref.kind())).flatMap((document) -> document.find(ref.id()))
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
		return require(kind, this.store::find);
	}

	/**
	 * Reads documents and history of one revision. If a file cannot be understood, it
	 * lets those who publish go ahead before it reads again.
	 */
	<T> T reading(Supplier<T> reader) {
		return this.store.patiently(() -> this.gate.reading(reader));
	}

	/**
	 * Reads a document once, to show it.
	 */
	Optional<RegistryDocument> glance(Kind kind) {
		return require(kind, this.store::glance);
	}

	private Optional<RegistryDocument> require(Kind kind, Function<Kind, Optional<RegistryDocument>> reading) {
		Optional<RegistryDocument> document = read(kind, reading);
		if (document.isEmpty() && this.history.findDigest(kind).isPresent()) {
			throw new ProblemException(ProblemCode.REGISTRY_MISSING,
					"The registry of %s is gone, although revision %s made or changed it.".formatted(kind,
							this.history.revision()))
				.withRemedy("Check that the data volume is mounted. If it is, " + restore(kind));
		}
		return document;
	}

	private Optional<RegistryDocument> read(Kind kind, Function<Kind, Optional<RegistryDocument>> reading) {
		try {
			return reading.apply(kind);
		}
		catch (ProblemException ex) {
			throw (ex.data().containsKey("line") && this.history.findDigest(kind).isPresent())
					? ex.withRemedy("Mend the file at the position named, or " + restore(kind)) : ex;
		}
	}

	private String restore(Kind kind) {
		return "stop the service and run \"java -jar registry-sync.jar restore registry --kind %s\": it puts the document of revision %s in place, and keeps what is there."
			.formatted(kind, this.history.revision());
	}

}
