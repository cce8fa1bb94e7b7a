package dev.registrysync.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Follows the remedy of every problem and of every verdict literally, and sees it help. A
 * new code or finding needs a case here: one that is followed, the test that follows it,
 * or the reason why no caller can.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RemediesTest {

	/** An id that addresses have to encode. */
	private static final String ODD_ID = "odd é/id";

	private static final String ODD = "agents/odd%20%C3%A9%2Fid";

	private static final Pattern CALL = Pattern.compile("(GET|POST|DELETE) (/[^\\s,;:]*[^\\s,;:.])");

	@TempDir
	private static Path temporary;

	private RestartableService service;

	private final Map<ProblemCode, Runnable> problems = new EnumMap<>(ProblemCode.class);

	private final Map<ProblemCode, String> elsewhere = new EnumMap<>(ProblemCode.class);

	private final Map<ProblemCode, String> exempt = new EnumMap<>(ProblemCode.class);

	private final Map<String, Runnable> findings = new TreeMap<>();

	private final Map<String, String> findingsElsewhere = new TreeMap<>();

	@BeforeAll
	void start() {
		this.service = new RestartableService(temporary.resolve("data")).start();
		offer("one");
		this.service.sync();
		answeredByTheTable();
		answeredByFiles();
		answeredByTheCoordinator();
		followedElsewhere();
		exempted();
		verdicts();
	}

	@AfterAll
	void stop() {
		this.service.close();
	}

	private void offer(String description) {
		this.service.coordinator()
			.status(200)
			.agents(JsonMapper.shared()
				.writeValueAsString(Map.of("a", Map.of("description", description), "b",
						Map.of("description", description), ODD_ID, Map.of("description", description))));
		this.service.coordinator().tools("{\"t\": {\"description\": \"%s\"}}".formatted(description));
	}

	// --- what the tests are made of

	private JsonNode problem(ProblemCode code, HttpResponse<String> response) {
		JsonNode problem = RestartableService.json(code.status(), response);
		assertThat(problem.path("code").asString()).isEqualTo(code.text());
		complete(problem.path("remedy").asString());
		return problem;
	}

	private static void complete(String remedy) {
		assertThat(remedy).isNotBlank().doesNotContain("{kind}", "{id}", "{source}", "{sync_id}", "<", "{entry}");
	}

	/**
	 * Makes every call that a remedy names, as it stands there.
	 */
	private void follow(String remedy) {
		List<String> made = new ArrayList<>();
		Matcher call = CALL.matcher(remedy);
		while (call.find()) {
			HttpResponse<String> response = call.group(1).equals("GET") ? this.service.http().get(call.group(2))
					: this.service.http().post(call.group(2), "");
			assertThat(response.statusCode()).as("%s: %s", call.group(), response.body()).isEqualTo(200);
			made.add(call.group());
		}
		assertThat(made).as("calls in: " + remedy).isNotEmpty();
	}

	private HttpResponse<String> post(String path, String body) {
		return this.service.http().post(path, body);
	}

	private void works(String path, String body) {
		this.service.post(path, body);
	}

	private HttpResponse<String> patch(String path, String body, String... headers) {
		return this.service.http()
			.send(this.service.http()
				.request(path)
				.headers(Stream.concat(Stream.of("Content-Type", "application/merge-patch+json"), Stream.of(headers))
					.toArray(String[]::new))
				.method("PATCH", BodyPublishers.ofString(body)));
	}

	private void code(ProblemCode code, Runnable scenario) {
		assertThat(this.problems.put(code, scenario)).isNull();
	}

	// --- requests

	private void answeredByTheTable() {
		code(ProblemCode.INVALID_REQUEST, () -> {
			JsonNode problem = problem(ProblemCode.INVALID_REQUEST, post("/sync", "{\"kinds\": [\"robots\"]}"));
			assertThat(problem.at("/errors/0/member").asString()).isEqualTo("kinds[0]");
			works("/sync", "{\"kinds\": [\"agents\"]}");
		});
		code(ProblemCode.NOT_FOUND, () -> {
			problem(ProblemCode.NOT_FOUND, this.service.http().get("/nowhere"));
			assertThat(this.service.http().get("/swagger-ui/index.html").statusCode()).isEqualTo(200);
		});
		code(ProblemCode.ENTRY_NOT_FOUND,
				() -> follow(problem(ProblemCode.ENTRY_NOT_FOUND, this.service.http().get("/registry/tools/nobody"))
					.path("remedy")
					.asString()));
		code(ProblemCode.SOURCE_NOT_FOUND, () -> follow(
				problem(ProblemCode.SOURCE_NOT_FOUND, post("/sources/nobody/retire", "{}")).path("remedy").asString()));
		code(ProblemCode.KEY_NOT_FOUND,
				() -> follow(
						problem(ProblemCode.KEY_NOT_FOUND, post("/keys/agents/nobody/sign", "{\"message\": \"hello\"}"))
							.path("remedy")
							.asString()));
		code(ProblemCode.REVISION_NOT_FOUND, () -> {
			JsonNode problem = problem(ProblemCode.REVISION_NOT_FOUND,
					post("/rollback", "{\"revision\": 100000, \"dry_run\": true}"));
			works("/rollback", "{\"revision\": %s, \"dry_run\": true}".formatted(problem.path("present")));
		});
		code(ProblemCode.SYNC_NOT_FOUND,
				() -> follow(
						problem(ProblemCode.SYNC_NOT_FOUND, this.service.http().get("/syncs/nobody")).path("remedy")
							.asString()));
		code(ProblemCode.SYNC_NOT_RUNNING, () -> {
			offer("for a run that ended");
			String sync = this.service.sync().path("sync_id").asString();
			HttpResponse<String> response = this.service.http()
				.send(this.service.http().request("/syncs/" + sync).DELETE());
			JsonNode problem = problem(ProblemCode.SYNC_NOT_RUNNING, response);
			assertThat(problem.path("remedy").asString()).contains("GET /syncs/" + sync);
			this.service.get("/syncs/" + sync);
		});
		code(ProblemCode.METHOD_NOT_ALLOWED, () -> {
			HttpResponse<String> response = this.service.http().send(this.service.http().request("/sync").DELETE());
			problem(ProblemCode.METHOD_NOT_ALLOWED, response);
			assertThat(response.headers().firstValue("Allow")).contains("POST");
			works("/sync", "");
		});
		code(ProblemCode.NOT_ACCEPTABLE, () -> {
			problem(ProblemCode.NOT_ACCEPTABLE,
					this.service.http().send(this.service.http().request("/keys").header("Accept", "image/png")));
			assertThat(this.service.http()
				.send(this.service.http().request("/keys").header("Accept", "application/json"))
				.statusCode()).isEqualTo(200);
		});
		code(ProblemCode.REQUEST_TOO_LARGE, () -> {
			problem(ProblemCode.REQUEST_TOO_LARGE, post("/verify", "{\"message\": \"" + "x".repeat(1 << 20) + "\"}"));
			works("/sync", "{}");
		});
		code(ProblemCode.UNSUPPORTED_MEDIA_TYPE, () -> {
			problem(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
					this.service.http()
						.send(this.service.http()
							.request("/registry/agents/a")
							.header("Content-Type", "text/plain")
							.method("PATCH", BodyPublishers.ofString("{\"notes\": 1}"))));
			RestartableService.json(200, patch("/registry/agents/a", "{\"notes\": 1}"));
		});
		code(ProblemCode.STALE_PLAN, () -> {
			problem(ProblemCode.STALE_PLAN, post("/sync", "{\"approve\": \"sha256:%s\"}".formatted("0".repeat(64))));
			String digest = this.service.post("/sync", "{\"dry_run\": true}").path("plan_digest").asString();
			works("/sync", "{\"approve\": \"%s\"}".formatted(digest));
		});
		code(ProblemCode.NO_SUCH_CONFLICT, () -> {
			problem(ProblemCode.NO_SUCH_CONFLICT,
					post("/registry/agents/a/settle", "{\"member\": \"/description\", \"winner\": \"persistent\"}"));
			assertThat(this.service.post("/sync", "{\"dry_run\": true}").has("conflicts")).isTrue();
		});
		code(ProblemCode.SOURCE_CONFIGURED,
				() -> problem(ProblemCode.SOURCE_CONFIGURED, post("/sources/default/retire", "{}")));
		code(ProblemCode.KEY_REVOKED, () -> {
			works("/keys/" + ODD + "/revoke", "{\"everything\": true}");
			JsonNode problem = problem(ProblemCode.KEY_REVOKED,
					post("/keys/" + ODD + "/sign", "{\"message\": \"hello\"}"));
			follow(problem.path("remedy").asString());
			works("/keys/" + ODD + "/sign", "{\"message\": \"hello\"}");
		});
		code(ProblemCode.REVOKED_EARLIER, () -> {
			works("/keys/agents/b/revoke", "{\"everything\": true}");
			JsonNode problem = problem(ProblemCode.REVOKED_EARLIER,
					post("/keys/agents/b/revoke", "{\"from_revision\": 1}"));
			follow(problem.path("remedy").asString());
			works("/keys/agents/b/revoke", "{\"from_revision\": 0}");
			works("/keys/agents/b/rotate", "");
		});
		code(ProblemCode.ADDRESS_NOT_OURS, () -> {
			String address = address("agents", "a");
			this.service.edit("agents", (text) -> text.replace(address, foreignAddress()));
			problem(ProblemCode.ADDRESS_NOT_OURS, post("/keys/agents/a/rotate", ""));
			takeIdentityAway("agents", "a");
			this.service.sync();
			works("/keys/agents/a/rotate", "");
			valid("agents", "a");
		});
		code(ProblemCode.PRECONDITION_FAILED, () -> {
			problem(ProblemCode.PRECONDITION_FAILED,
					patch("/registry/agents/a", "{\"notes\": 2}", "If-Match", "\"another\""));
			String tag = this.service.http().get("/registry/agents/a").headers().firstValue("ETag").orElseThrow();
			RestartableService.json(200, patch("/registry/agents/a", "{\"notes\": 2}", "If-Match", tag));
		});
		code(ProblemCode.IDEMPOTENCY_KEY_REUSED, () -> {
			RestartableService.json(200, keyed("key-1", "{}"));
			problem(ProblemCode.IDEMPOTENCY_KEY_REUSED, keyed("key-1", "{\"dry_run\": true}"));
			RestartableService.json(200, keyed("key-2", "{\"dry_run\": true}"));
		});
		code(ProblemCode.MEMBERS_NOT_YOURS, () -> {
			JsonNode problem = problem(ProblemCode.MEMBERS_NOT_YOURS,
					patch("/registry/agents/a", "{\"description\": \"mine\", \"notes\": 3}"));
			assertThat(problem.path("refused").toString()).contains("/description").doesNotContain("notes");
			RestartableService.json(200, patch("/registry/agents/a", "{\"notes\": 3}"));
		});
		code(ProblemCode.ENTRIES_ARE_KEPT, () -> {
			problem(ProblemCode.ENTRIES_ARE_KEPT, patch("/registry/agents", "{\"a\": null}"));
			RestartableService.json(200, patch("/registry/agents", "{\"a\": {\"enabled\": false}}"));
		});
		code(ProblemCode.SIGNING_REFUSED, () -> {
			problem(ProblemCode.SIGNING_REFUSED,
					post("/keys/agents/a/sign", "{\"message\": \"%s\"}".formatted("x".repeat(32))));
			works("/keys/agents/a/sign", "{\"message\": \"login at example.org: %s\"}".formatted("x".repeat(32)));
		});
		code(ProblemCode.MESSAGE_TOO_LONG, () -> {
			problem(ProblemCode.MESSAGE_TOO_LONG,
					post("/keys/agents/a/sign", "{\"message\": \"%s\"}".formatted("x".repeat(4097))));
			works("/keys/agents/a/sign", "{\"message\": \"%s\"}".formatted("ab".repeat(32)));
		});
	}

	private HttpResponse<String> keyed(String key, String body) {
		return this.service.http()
			.send(this.service.http()
				.request("/sync")
				.header("Content-Type", "application/json")
				.header("Idempotency-Key", key)
				.POST(BodyPublishers.ofString(body)));
	}

	// --- files

	private void answeredByFiles() {
		code(ProblemCode.REGISTRY_UNREADABLE, () -> {
			byte[] good = bytes(this.service.file("tools"));
			write(this.service.file("tools"), "{".getBytes(StandardCharsets.UTF_8));
			JsonNode problem = problem(ProblemCode.REGISTRY_UNREADABLE, post("/sync", ""));
			assertThat(problem.path("file").asString()).isEqualTo(this.service.file("tools").toString());
			write(this.service.file("tools"), good);
			this.service.sync();
		});
		code(ProblemCode.REGISTRY_MISSING, () -> {
			byte[] good = bytes(this.service.file("tools"));
			delete(this.service.file("tools"));
			problem(ProblemCode.REGISTRY_MISSING, post("/sync", ""));
			write(this.service.file("tools"), good);
			this.service.sync();
		});
	}

	// --- the coordinator

	private void answeredByTheCoordinator() {
		answer(ProblemCode.COORDINATOR_ERROR_STATUS, () -> this.service.coordinator().status(500));
		answer(ProblemCode.COORDINATOR_UNAUTHORIZED, () -> this.service.coordinator().status(401));
		answer(ProblemCode.COORDINATOR_OFFERS_NOTHING, () -> this.service.coordinator().status(404));
		answer(ProblemCode.COORDINATOR_NOT_JSON, () -> sayNothingBut("<html></html>"));
		answer(ProblemCode.COORDINATOR_BROKEN_JSON, () -> sayNothingBut("{\"a\": {"));
		answer(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE, () -> sayNothingBut("[1]"));
		answer(ProblemCode.COORDINATOR_REPORTED_ERROR, () -> sayNothingBut("{\"error\": \"out of order\"}"));
		code(ProblemCode.ENTRY_QUARANTINED, () -> {
			this.service.coordinator()
				.agents("{\"a\": {\"description\": \"one\"}, \"b\": 7, \"%s\": {}}".formatted(ODD_ID));
			assertThat(this.service.sync().path("problems").toString()).contains("entry_quarantined");
			offer("mended");
			assertThat(this.service.sync().path("problems").toString()).doesNotContain("entry_quarantined");
		});
	}

	private void sayNothingBut(String answer) {
		this.service.coordinator().agents(answer).tools(answer);
	}

	/**
	 * Once the coordinator is as the remedy wants it, the sync succeeds.
	 */
	private void answer(ProblemCode code, Runnable disturbance) {
		code(code, () -> {
			disturbance.run();
			try {
				JsonNode problem = problem(code, post("/sync", ""));
				if (code.remedy().contains("registry-sync.coordinators.")) {
					assertThat(problem.path("remedy").asString()).contains("registry-sync.coordinators.default.");
				}
			}
			finally {
				offer("as it should be");
			}
			this.service.sync();
		});
	}

	// --- followed by other tests

	private void followedElsewhere() {
		this.elsewhere
			.putAll(Map.ofEntries(Map.entry(ProblemCode.UNAUTHORIZED, "dev.registrysync.security.AccessMatrixTest"),
					Map.entry(ProblemCode.FORBIDDEN, "dev.registrysync.operations.SigningRolesTest"),
					Map.entry(ProblemCode.CROSS_SITE, "dev.registrysync.security.BrowserGuardTest"),
					Map.entry(ProblemCode.UNKNOWN_HOST, "dev.registrysync.security.BrowserGuardTest"),
					Map.entry(ProblemCode.REQUEST_TIMEOUT, "dev.registrysync.security.SlowBodiesTest"),
					Map.entry(ProblemCode.SYNC_CANCELLED, "dev.registrysync.sync.StoppedRunTest"),
					Map.entry(ProblemCode.DEADLINE_EXCEEDED, "dev.registrysync.sync.StoppedRunTest"),
					Map.entry(ProblemCode.EVENTS_COMPACTED, "dev.registrysync.operations.EventsApiTest"),
					Map.entry(ProblemCode.REVISION_COMPACTED, "dev.registrysync.history.RetentionTest"),
					Map.entry(ProblemCode.IDEMPOTENT_CALL_RUNNING,
							"dev.registrysync.idempotency.IdempotencyFilterTest"),
					Map.entry(ProblemCode.TOO_MANY_REQUESTS, "dev.registrysync.security.LimitsTest"),
					Map.entry(ProblemCode.TOKENS_UNUSABLE, "dev.registrysync.console.TokenCommandTest"),
					Map.entry(ProblemCode.REGISTRY_NOT_WRITABLE, "dev.registrysync.sync.SyncServiceTest"),
					Map.entry(ProblemCode.REGISTRY_NOT_REPLACEABLE, "dev.registrysync.sync.SyncServiceTest"),
					Map.entry(ProblemCode.REGISTRY_CONTENDED, "dev.registrysync.sync.SyncServiceTest"),
					Map.entry(ProblemCode.KEYSTORE_WRONG_PASSPHRASE, "dev.registrysync.keys.KeystoreTest"),
					Map.entry(ProblemCode.KEYSTORE_PASSPHRASE_FILE, "dev.registrysync.keys.KeystoreTest"),
					Map.entry(ProblemCode.KEYSTORE_DAMAGED, "dev.registrysync.keys.KeystoreDamageTest"),
					Map.entry(ProblemCode.KEYSTORE_MISSING, "dev.registrysync.operations.LostKeysTest"),
					Map.entry(ProblemCode.KEYSTORE_INCOMPLETE, "dev.registrysync.operations.LostKeysTest"),
					Map.entry(ProblemCode.KEYSTORE_CHANGED, "dev.registrysync.operations.LostKeysTest"),
					Map.entry(ProblemCode.NATIVE_CURVE_UNAVAILABLE, "dev.registrysync.curve.CurveTest"),
					Map.entry(ProblemCode.HISTORY_UNREADABLE, "dev.registrysync.console.RestoreCommandTest"),
					Map.entry(ProblemCode.HISTORY_READ_ONLY, "dev.registrysync.console.RestoreCommandTest"),
					Map.entry(ProblemCode.HISTORY_MISSING, "dev.registrysync.sync.SyncServiceTest"),
					Map.entry(ProblemCode.BACKUP_NOT_CONFIGURED, "dev.registrysync.sync.BackupApiTest"),
					Map.entry(ProblemCode.BACKUP_RUNNING, "dev.registrysync.backup.BackupsTest"),
					Map.entry(ProblemCode.BACKUP_UNSUPPORTED, "dev.registrysync.backup.BackupsTest"),
					Map.entry(ProblemCode.BACKUP_FAILED, "dev.registrysync.backup.BackupsTest"),
					Map.entry(ProblemCode.BACKUP_DAMAGED, "dev.registrysync.backup.BackupsTest"),
					Map.entry(ProblemCode.DATA_DIRECTORY_IN_USE, "dev.registrysync.console.RoundTripTest"),
					Map.entry(ProblemCode.DATABASE_DAMAGED, "dev.registrysync.database.SqliteFileTest"),
					Map.entry(ProblemCode.DATABASE_UNSUPPORTED, "dev.registrysync.database.PostgresqlServerTest"),
					Map.entry(ProblemCode.DISK_FULL, "dev.registrysync.sync.FullDiskTest"),
					Map.entry(ProblemCode.OUT_OF_MEMORY, "dev.registrysync.sync.OutOfMemoryTest"),
					Map.entry(ProblemCode.COORDINATOR_ANSWER_TOO_LARGE,
							"dev.registrysync.coordinator.HttpCoordinatorClientTest"),
					Map.entry(ProblemCode.COORDINATOR_UNREACHABLE, "dev.registrysync.sync.UpstreamBadDaysTest"),
					Map.entry(ProblemCode.COORDINATOR_TIMEOUT, "dev.registrysync.sync.UpstreamBadDaysTest"),
					Map.entry(ProblemCode.PUSH_FAILED, "dev.registrysync.sync.PushTest"),
					Map.entry(ProblemCode.ISSUER_UNREACHABLE, "dev.registrysync.security.IssuedTokensTest"),
					Map.entry(ProblemCode.TOO_MANY_READERS, "dev.registrysync.events.FeedReadersTest")));
	}

	private void exempted() {
		this.exempt.put(ProblemCode.INTERNAL_ERROR, "a mistake of the program: the remedy is to report it");
		this.exempt.put(ProblemCode.KEYSTORE_INACCESSIBLE, "the disk or its permissions are the operator's");
		this.exempt.put(ProblemCode.HISTORY_MOVED, "another process on the same database");
		this.exempt.put(ProblemCode.DATABASE_UNAVAILABLE, "the server, the disk or its permissions are the operator's");
	}

	@Test
	void everyCodeHasACase() {
		for (ProblemCode code : ProblemCode.values()) {
			long cases = Stream
				.of(this.problems.containsKey(code), this.elsewhere.containsKey(code), this.exempt.containsKey(code))
				.filter((there) -> there)
				.count();
			assertThat(cases).as("cases for the remedy of " + code).isEqualTo(1);
			assertThat(code.remedy()).doesNotContain("{id}");
			complete(code.remedy(Map.of("kind", "agents", "id", "a", "source", "lab", "sync_id", "1")));
		}
		assertThat(this.elsewhere.values()).allSatisfy((test) -> assertThat(Class.forName(test)).isNotNull());
	}

	@TestFactory
	Stream<DynamicTest> theRemedyOfAProblemHelps() {
		return this.problems.entrySet()
			.stream()
			.map((one) -> DynamicTest.dynamicTest(one.getKey().text(), () -> one.getValue().run()));
	}

	// --- verdicts

	private String address(String kind, String id) {
		return this.service.identity(kind, id).path("address").asString();
	}

	private void valid(String kind, String id) {
		JsonNode identity = this.service.identity(kind, id);
		assertThat(identity.path("verdict").asString()).as(identity.toString()).isEqualTo("VALID");
	}

	private String remedy(String verdict, String kind, String id) {
		JsonNode identity = this.service.identity(kind, id);
		assertThat(identity.path("verdict").asString()).as(identity.toString()).isEqualTo(verdict);
		String remedy = identity.path("remedy").asString();
		complete(remedy);
		return remedy;
	}

	private void takeIdentityAway(String kind, String id) {
		this.service.edit(kind, (text) -> {
			int start = text.indexOf("\"identity\": {", text.indexOf("\"%s\": {".formatted(id)));
			int end = start;
			int depth = 0;
			do {
				end++;
				depth += (text.charAt(end) == '{') ? 1 : (text.charAt(end) == '}') ? -1 : 0;
			}
			while (depth > 0 || text.charAt(end) != '}');
			return text.substring(0, start) + "\"identity\": null" + text.substring(end + 1);
		});
	}

	private static String foreignAddress() {
		byte[] bytes = new byte[32];
		bytes[31] = 1;
		try (PrivateKey key = PrivateKey.copyOf(bytes)) {
			return Secp256k1.bouncyCastle().addressOf(key).toString();
		}
	}

	private void swapIdentities(String one, String other) {
		this.service.edit("agents",
				(text) -> text.replace(address("agents", one), "FIRST")
					.replace(address("agents", other), address("agents", one))
					.replace("FIRST", address("agents", other)));
	}

	private void verdicts() {
		this.findings.put("missing", () -> {
			takeIdentityAway("agents", "a");
			assertThat(remedy("MISSING", "agents", "a")).startsWith("Run a sync");
			this.service.sync();
			valid("agents", "a");
		});
		this.findings.put("malformedIdentity", () -> {
			this.service.edit("tools",
					(text) -> text.replace("\"entity_id\": \"tool_t\"", "\"entity_id\": \"tool_other\""));
			assertThat(remedy("MALFORMED", "tools", "t")).startsWith("Run a sync");
			this.service.sync();
			valid("tools", "t");
		});
		this.findings.put("malformedClaim", () -> {
			String address = address("agents", "a");
			this.service.edit("agents", (text) -> text.replace(address, wrongChecksum(foreignAddress())));
			assertThat(remedy("MALFORMED", "agents", "a")).contains("set the member identity to null");
			takeIdentityAway("agents", "a");
			this.service.sync();
			valid("agents", "a");
		});
		this.findings.put("unknownKey", () -> {
			String address = address("agents", "a");
			this.service.edit("agents", (text) -> text.replace(address, foreignAddress()));
			assertThat(remedy("UNKNOWN_KEY", "agents", "a")).contains("set the member identity to null");
			takeIdentityAway("agents", "a");
			this.service.sync();
			valid("agents", "a");
		});
		this.findings.put("wrongKey", () -> {
			String first = address("agents", "a");
			String second = address("agents", "b");
			swapIdentities("a", "b");
			assertThat(remedy("WRONG_KEY", "agents", "a")).startsWith("Run a sync");
			this.service.sync();
			valid("agents", "a");
			valid("agents", "b");
			assertThat(address("agents", "a")).isEqualTo(first);
			assertThat(address("agents", "b")).isEqualTo(second);
		});
		this.findings.put("revoked", () -> {
			works("/keys/" + ODD + "/revoke", "{\"everything\": true}");
			follow(remedy("REVOKED", "agents", ODD_ID));
			valid("agents", ODD_ID);
		});
		this.findings.put("invalidContent", () -> {
			editDescription("by hand");
			String remedy = remedy("INVALID_CONTENT", "agents", ODD_ID);
			follow(remedy.substring(0, remedy.indexOf(';')));
			valid("agents", ODD_ID);
			editDescription("by another hand");
			remedy = remedy("INVALID_CONTENT", "agents", ODD_ID);
			follow(remedy.substring(remedy.indexOf(';')));
			valid("agents", ODD_ID);
		});
		this.findings.put("notWrittenHere", () -> {
			editIdentityEnabled();
			String remedy = remedy("MALFORMED", "tools", "t");
			follow(remedy.substring(0, remedy.indexOf(';')));
			valid("tools", "t");
			editIdentityEnabled();
			follow(remedy.substring(remedy.indexOf(';')));
			valid("tools", "t");
		});
		this.findings.put("unsignable", () -> {
			this.service.edit("agents",
					(text) -> text.replaceFirst("\"created_by\": ", "\"ratio\": NaN, \"created_by\": "));
			String broken = brokenEntry();
			assertThat(remedy("MALFORMED", "agents", broken)).startsWith("Mend the text or number");
			this.service.edit("agents", (text) -> text.replace("\"ratio\": NaN", "\"ratio\": 1"));
			this.service.edit("agents", (text) -> text.replaceFirst("\"ratio\": 1,\\s*", ""));
			this.service.sync();
			valid("agents", broken);
		});
		this.findingsElsewhere.put("sharedKey", "dev.registrysync.console.AliasedIdentitiesTest");
		this.findingsElsewhere.put("lostKey", "dev.registrysync.operations.LostKeysTest");
		this.findingsElsewhere.put("notItsAlias", "dev.registrysync.sync.KeyLifeTest");
		this.findingsElsewhere.put("damagedKey", "dev.registrysync.keys.KeystoreDamageTest");
		this.findingsElsewhere.put("sharedAddress", "dev.registrysync.identity.EntryValidatorTest");
	}

	private String brokenEntry() {
		for (JsonNode identity : this.service.get("/identities").get("identities")) {
			if (identity.path("reason").asString().contains("cannot be signed")) {
				return identity.path("id").asString();
			}
		}
		throw new AssertionError("no entry is broken");
	}

	private void editIdentityEnabled() {
		this.service.edit("tools", (text) -> text.replace("\"identity_enabled\": true", "\"identity_enabled\": false"));
	}

	private void editDescription(String description) {
		this.service.edit("agents", (text) -> {
			int entry = text.indexOf("\"odd ");
			String name = "\"description\": \"";
			int start = text.indexOf(name, entry) + name.length();
			return text.substring(0, start) + description + text.substring(text.indexOf('"', start));
		});
	}

	private static String wrongChecksum(String address) {
		return "0x" + address.substring(2)
			.chars()
			.map((c) -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
	}

	@Test
	void everyFindingHasACase() throws ClassNotFoundException {
		Class<?> finding = Class.forName("dev.registrysync.identity.Finding");
		assertThat(Stream.of(finding.getDeclaredMethods())
			.filter((method) -> Modifier.isStatic(method.getModifiers()) && method.getReturnType() == finding
					&& !method.isSynthetic())
			.map(Method::getName)).allSatisfy(
					(name) -> assertThat(this.findings.containsKey(name) != this.findingsElsewhere.containsKey(name))
						.as("a case of " + name)
						.isTrue());
		assertThat(this.findingsElsewhere.values()).allSatisfy((test) -> assertThat(Class.forName(test)).isNotNull());
	}

	@TestFactory
	Stream<DynamicTest> theRemedyOfAVerdictHelps() {
		return this.findings.entrySet().stream().map((one) -> DynamicTest.dynamicTest(one.getKey(), () -> {
			offer("before " + one.getKey());
			this.service.sync();
			one.getValue().run();
		}));
	}

	@Test
	void anIdentityThatWasCopiedFromAnotherEntryIsMadeAnew() {
		String address = address("agents", "b");
		this.service.edit("agents", (text) -> {
			int start = text.indexOf("\"b\": {");
			int end = text.indexOf("\n    }", start);
			String entry = text.substring(start, end) + "\n    }";
			return text.substring(0, start) + entry.replace("\"b\"", "\"copy\"") + ",\n    " + text.substring(start);
		});
		assertThat(remedy("WRONG_KEY", "agents", "copy")).startsWith("Run a sync");
		this.service.sync();
		valid("agents", "b");
		assertThat(address("agents", "b")).isEqualTo(address);
		assertThat(address("agents", "copy")).isNotEqualTo(address);
		valid("agents", "copy");
	}

	private static byte[] bytes(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path file, byte[] bytes) {
		try {
			Files.write(file, bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path file) {
		try {
			Files.delete(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
