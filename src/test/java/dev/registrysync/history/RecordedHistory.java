package dev.registrysync.history;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.database.Database;
import dev.registrysync.database.Databases;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.Publications.Publication;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * A history on the disk, with revisions that the test makes.
 */
public final class RecordedHistory {

	private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private final Databases databases;

	private final Retention retention;

	private SqlHistory history;

	private RegistryDocument present = RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY);

	/**
	 * Opens it.
	 * @param keep how many revisions it keeps at least, and at most
	 */
	public RecordedHistory(Path directory, int keep) {
		this.databases = Databases.sqlite(directory);
		this.retention = new Retention(keep, Duration.ZERO, keep);
		this.history = open(this.databases.database());
	}

	private SqlHistory open(Database database) {
		return new SqlHistory(database, this.service, Secp256k1.bouncyCastle(), this.retention, null);
	}

	public void reopen() {
		this.history = open(this.databases.reopen());
	}

	/**
	 * Opens a copy of it.
	 */
	public History open(Databases copy) {
		return open(copy.database());
	}

	public Database database() {
		return this.databases.database();
	}

	public ChangeLog log() {
		return this.history.changes();
	}

	/**
	 * Makes a revision that changes these agents.
	 * @return the document that it makes
	 */
	public RegistryDocument commit(String... ids) {
		Commit commit = prepare(ids);
		this.present = RegistryDocument.parse(Kind.AGENTS, this.present.bytes());
		this.history.commit(commit);
		this.history.publications().end(Kind.AGENTS, new Publication(commit.revision(), ""));
		return this.present;
	}

	private Commit prepare(String... ids) {
		Revision revision = this.history.revision().next();
		RegistryDocument before = this.present;
		JsonObject members = JsonObject.of("k", new JsonNumber(Long.toString(revision.number())));
		this.present = before.with(
				Stream.of(ids).map((id) -> new Entry(EntryRef.of(Kind.AGENTS, id), members)).toList(),
				new DocumentStamp(NOON));
		Details details = () -> Stream.of(ids).map((id) -> change(id, revision));
		return new Commit(revision, new Cause("run-" + revision, "api", "local", details), NOON,
				Map.of(Kind.AGENTS, new Replacement(Optional.of(before), false, this.present)), Map.of(), Map.of(),
				List.of(), ExternalEdits.NONE);
	}

	private static RunDetail change(String id, Revision revision) {
		return new RunDetail(EntryRef.of(Kind.AGENTS, id), Optional.of("updated"),
				JsonObject.EMPTY.with("content_after", "sha256:" + revision));
	}

}
