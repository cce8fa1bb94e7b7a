package dev.registrysync.problem;

import java.util.Locale;
import java.util.Map;

/**
 * The table of failures. A code's name in lower case is the {@code code} member of the
 * problem; it never changes its meaning.
 */
public enum ProblemCode {

	INVALID_REQUEST(400, false, "Invalid request",
			"Mend the members named in \"errors\"; the shapes are in /swagger-ui.html."),

	UNAUTHORIZED(401, false, "Credentials are needed",
			"Send \"Authorization: Bearer\" and a token; java -jar registry-sync.jar token makes one."),

	FORBIDDEN(403, false, "Not allowed",
			"Use a token that has the role in \"required_role\"; whoever runs the service can make one."),

	CROSS_SITE(403, false, "Not for pages of other sites",
			"Call the service from a program, or from the Swagger UI that it serves itself."),

	NOT_FOUND(404, false, "Not found", "See /swagger-ui.html for what there is."),

	ENTRY_NOT_FOUND(404, false, "No such entry", "List the entries with GET /registry/{kind}."),

	SOURCE_NOT_FOUND(404, false, "No such source", "List the sources with GET /sources."),

	KEY_NOT_FOUND(404, false, "No such key", "List the keys with GET /keys; POST /keys makes those that are missing."),

	REVISION_NOT_FOUND(404, false, "No such revision",
			"Choose one from 1 to \"present\"; every report of a run names the revision at its end."),

	SYNC_NOT_FOUND(404, false, "No such sync", "List the runs with GET /syncs."),

	METHOD_NOT_ALLOWED(405, false, "Method not allowed", "Use one of the methods in the Allow header."),

	NOT_ACCEPTABLE(406, false, "Not acceptable", "Accept application/json."),

	REQUEST_TIMEOUT(408, true, "The request takes too long", "Send the whole body within 30 seconds."),

	STALE_PLAN(409, false, "The plan is stale", "Make a new plan with dry_run and approve that one."),

	BACKUP_NOT_CONFIGURED(409, false, "No directory for backups",
			"Set registry-sync.backup.directory to a directory, best on another volume, and restart the service."),

	BACKUP_RUNNING(409, true, "Another backup is being made", "Try again when it has ended."),

	BACKUP_UNSUPPORTED(409, false, "The state is in PostgreSQL",
			"Back up the database with pg_dump, and the keystore directory as files; docs/operations.md says how."),

	SYNC_CANCELLED(409, true, "The sync was cancelled",
			"Nothing was applied; keys that it had made are used by the next run. Sync again."),

	SYNC_NOT_RUNNING(409, false, "The sync does not run any more",
			"GET /syncs/{sync_id} tells how it ended; POST /rollback brings an earlier revision back."),

	EVENTS_COMPACTED(410, false, "These changes are not kept any more",
			"Read the registry whole with GET /registry/agents and GET /registry/tools, then follow GET /events without Last-Event-ID."),

	NO_SUCH_CONFLICT(409, false, "No such conflict waits",
			"POST /sync with {\"dry_run\": true} lists the conflicts; those with the winner \"manual\" wait."),

	SOURCE_CONFIGURED(409, false, "The source is configured",
			"Take it out of the configuration and restart; until then nothing becomes of its entries. Then retire it."),

	KEY_REVOKED(409, false, "The key is revoked", "POST /keys/{kind}/{id}/rotate makes a new version."),

	REVOKED_EARLIER(409, false, "The key was revoked from an earlier revision on",
			"A revocation can only be moved to an earlier revision; GET /keys shows the present one."),

	ADDRESS_NOT_OURS(409, false, "The entry has an address whose key is not its own",
			"Import the key of this address, or set the entry's member identity to null and sync; then rotate."),

	IDEMPOTENT_CALL_RUNNING(409, true, "The same call runs already",
			"Send it again a little later: then it is answered like the first one. It is not made twice."),

	REVISION_COMPACTED(410, false, "The revision is not kept any more",
			"Choose the revision in \"oldest_kept\" or a later one."),

	PRECONDITION_FAILED(412, false, "It moved meanwhile",
			"GET it again, look at what changed, and send the patch with the new ETag in If-Match."),

	REQUEST_TOO_LARGE(413, false, "Request too large", "Send less: a request body has at most 1 MiB."),

	UNSUPPORTED_MEDIA_TYPE(415, false, "Unsupported media type",
			"Send a patch as application/merge-patch+json, and any other body as application/json."),

	UNKNOWN_HOST(421, false, "Not a name of this service",
			"Call it as localhost, or add the name to registry-sync.security.allowed-hosts."),

	IDEMPOTENCY_KEY_REUSED(422, false, "The Idempotency-Key stands for something else",
			"Make a new key for each change, and send the same key only with the very same request."),

	MEMBERS_NOT_YOURS(422, false, "Operators do not own these members",
			"Leave out the members in \"refused\". Change what the runtime owns at the coordinator; what sync owns changes by itself."),

	ENTRIES_ARE_KEPT(422, false, "Entries are never removed",
			"Set a member such as \"enabled\" instead; an entry that leaves the coordinator is marked as missing by itself."),

	SIGNING_REFUSED(422, false, "This text is not signed on request",
			"Sign one line of text that does not begin like one of ours (the beginnings in \"reserved\"), that is no wallet's sign-in text, and that is not 32 bytes long; put the purpose and the name of your service before a nonce."),

	MESSAGE_TOO_LONG(422, false, "The message is too long",
			"Sign at most 4096 bytes of UTF-8; of a longer text sign its digest in hex digits."),

	TOO_MANY_REQUESTS(429, true, "Too many requests",
			"Wait as many seconds as Retry-After says. registry-sync.security.limits has the limits."),

	TOKENS_UNUSABLE(500, false, "The tokens cannot be used",
			"Make a token and its lines with java -jar registry-sync.jar token --name ci --roles read,sync."),

	REGISTRY_UNREADABLE(500, false, "A registry file cannot be read",
			"Mend the file at the position named, or move it away and put a good copy in its place. It was left as it is."),

	REGISTRY_MISSING(500, false, "A registry file is missing",
			"Check that the data volume is mounted. If the file was removed on purpose, restore it from a backup."),

	REGISTRY_NOT_WRITABLE(500, true, "A registry file cannot be written",
			"Check the owner and the permissions of the data directory, and sync again."),

	REGISTRY_NOT_REPLACEABLE(500, true, "A registry file cannot be replaced",
			"Let the service's user replace the file: check the owner, the permissions and the mounts of the file and its directory. What was decided is committed, and the next run writes it."),

	REGISTRY_CONTENDED(503, true, "A registry file keeps changing",
			"Find out which program writes the file so often, and sync again when it is quiet."),

	DEADLINE_EXCEEDED(504, true, "The sync took too long",
			"Nothing was applied; keys that it had made are used by the next run. Look at what was slow with GET /syncs, or raise registry-sync.sync.deadline."),

	INTERNAL_ERROR(500, false, "Internal error", "Report this with the log lines of the same time."),

	KEYSTORE_WRONG_PASSPHRASE(500, false, "Wrong passphrase",
			"Set registry-sync.keystore.passphrase-file to the file with the passphrase that the keystore was made with."),

	KEYSTORE_PASSPHRASE_FILE(500, false, "The passphrase file cannot be used",
			"Let registry-sync.keystore.passphrase-file name a file with the passphrase that only the service's user can read (chmod 600): at most 4096 bytes, and for a new keystore at least 12 characters."),

	KEYSTORE_DAMAGED(500, false, "The keystore is damaged", "Restore the keystore directory from a backup."),

	KEYSTORE_MISSING(500, false, "The keystore is missing",
			"Check that the data volume is mounted, or stop the service and restore the keystore directory from the newest backup. If its keys are lost for good, \"java -jar registry-sync.jar accept-lost-keys\" lets the service start without them."),

	KEYSTORE_INCOMPLETE(500, false, "The keystore lacks keys",
			"Stop the service, and restore the keystore directory from the newest backup, or import the keys that are missing: \"java -jar registry-sync.jar verify-restore --only-problems\" names them. If they are lost for good, \"java -jar registry-sync.jar accept-lost-keys\" lets new keys be made again."),

	KEYSTORE_CHANGED(500, false, "The keystore was changed while the service runs",
			"Stop the service and find out which program wrote there. If the file is not what it should be, restore the keystore directory from the newest backup. Then start the service."),

	KEYSTORE_INACCESSIBLE(500, true, "The keystore cannot be read or written",
			"Check the disk, and the owner and permissions of the keystore directory."),

	NATIVE_CURVE_UNAVAILABLE(500, false, "libsecp256k1 cannot be used",
			"Run Java 22 or newer on Linux or macOS, with a java.io.tmpdir that is writable and not mounted noexec. Or set registry-sync.crypto.library to auto: the service then falls back to BouncyCastle, which is slower."),

	HISTORY_UNREADABLE(500, false, "The history cannot be read",
			"Stop the service and restore the database from a backup that is as old as the registry files, or run \"java -jar registry-sync.jar restore history\": it goes on without what is damaged."),

	HISTORY_READ_ONLY(500, false, "The history is broken: nothing is committed until it is restored",
			"Find out who wrote to the database. Then stop the service and run \"java -jar registry-sync.jar restore history --dry-run\": it says what is kept, and without --dry-run it goes on from there. Or restore the database from a backup that is as old as the registry files."),

	HISTORY_MOVED(409, true, "The registry moved meanwhile",
			"Try again. If no other replica uses the database, find out who writes to it."),

	HISTORY_MISSING(500, false, "The history is missing",
			"Check that the data volume is mounted whole, or restore the database from a backup."),

	TOO_MANY_READERS(503, true, "Too many readers follow the change feed",
			"Try again later, or raise registry-sync.events.max-readers."),

	DATABASE_DAMAGED(500, false, "The database is damaged",
			"What is there was left as it is. Move the data directory aside, and put the newest backup in its place: \"java -jar registry-sync.jar restore --from BACKUP\"."),

	DATABASE_UNAVAILABLE(503, true, "The database cannot be used at the moment",
			"Check that the database server runs, or the disk, the owner and the permissions of the data directory."),

	DATABASE_UNSUPPORTED(500, false, "The database cannot be used as it is",
			"Let spring.datasource.url begin with jdbc:postgresql:, or leave it out to use SQLite in the data directory; docs/operations.md says what the database must offer."),

	BACKUP_FAILED(500, true, "The backup cannot be written",
			"Check the disk of the directory, and its owner and permissions. Then do it again."),

	BACKUP_DAMAGED(500, false, "The backup cannot be used",
			"Choose another backup: a directory named by the time below the directory for backups."),

	DATA_DIRECTORY_IN_USE(500, false, "The data directory is in use",
			"Stop the other process, or give this one a data directory of its own with registry-sync.data-dir."),

	DISK_FULL(507, true, "The disk is full", "Free some space on the data volume, and sync again."),

	OUT_OF_MEMORY(507, false, "Not enough memory",
			"Raise the JVM's -Xmx, or the container's memory, of which the JVM takes a part; docs/operations.md, \"Capacity\", says how much is needed for how many entries. Then sync again."),

	COORDINATOR_ERROR_STATUS(502, true, "The coordinator answered with an error",
			"Look into the coordinator's log. If it is mindX: 500 text/plain means that an agent's \"instance\" could not be encoded; leave \"instance\" out of the answer of /registry/agents."),

	COORDINATOR_UNAUTHORIZED(502, false, "The coordinator refused our credentials",
			"Set registry-sync.coordinators.{source}.token-file to a file with a token that the coordinator accepts."),

	COORDINATOR_REPORTED_ERROR(502, true, "The coordinator reported an error",
			"Look into the coordinator's log; it is up but cannot serve its registry."),

	COORDINATOR_NOT_JSON(502, false, "The coordinator did not answer with JSON",
			"Check registry-sync.coordinators.{source}.url: something else may be listening there, or a login page is in between."),

	COORDINATOR_BROKEN_JSON(502, true, "The coordinator's JSON is broken",
			"Check what stands between this service and the coordinator; the answer was cut or mangled."),

	COORDINATOR_UNEXPECTED_SHAPE(502, false, "The coordinator's answer is not a registry",
			"The answer must be a map from id to entry, {\"agents\": …}, {\"registered_agents\": …} or {\"registry\": {\"registered_agents\": …}}. If its entries have members of their own only, list some in registry-sync.coordinators.{source}.entry-members."),

	COORDINATOR_ANSWER_TOO_LARGE(502, false, "The coordinator's answer is too large",
			"Raise registry-sync.coordinators.{source}.max-body if the registry is really that large."),

	COORDINATOR_OFFERS_NOTHING(502, false, "The coordinator offers no such registry",
			"Check registry-sync.coordinators.{source}.url: below it must be /registry/agents, and /registry/tools if there are tools."),

	ISSUER_UNREACHABLE(503, true, "The issuer of tokens cannot be reached",
			"Check registry-sync.security.issuer, and that the service can reach it. Tokens from the service's own settings still count."),

	COORDINATOR_UNREACHABLE(503, true, "The coordinator cannot be reached",
			"Check that the coordinator runs and that registry-sync.coordinators.{source}.url is its address."),

	COORDINATOR_TIMEOUT(504, true, "The coordinator did not answer in time",
			"Check the coordinator's load, or raise registry-sync.coordinators.{source}.read-timeout."),

	PUSH_FAILED(502, true, "The coordinator did not take what was pushed",
			"Look into the coordinator's log; the next run tries again. registry-sync.coordinators.{source}.push=false ends it."),

	ENTRY_QUARANTINED(502, false, "A runtime entry is malformed",
			"Mend the entry at the coordinator; its last good version stays in the registry until then.");

	private final int status;

	private final boolean retryable;

	private final String title;

	private final String remedy;

	ProblemCode(int status, boolean retryable, String title, String remedy) {
		this.status = status;
		this.retryable = retryable;
		this.title = title;
		this.remedy = remedy;
	}

	/**
	 * The HTTP status of the answer.
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Whether the same call may succeed later by itself.
	 */
	public boolean retryable() {
		return this.retryable;
	}

	public String title() {
		return this.title;
	}

	/**
	 * What the reader of a problem should do. Names in braces stand for members of the
	 * problem; what the problem does not have is said in general.
	 */
	public String remedy(Map<String, ?> data) {
		return RemedyTemplate.fill(this.remedy, data);
	}

	/**
	 * What the reader should do, in general.
	 */
	public String remedy() {
		return remedy(Map.of());
	}

	/**
	 * The code as callers see it.
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
