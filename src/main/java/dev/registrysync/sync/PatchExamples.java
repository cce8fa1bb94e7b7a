package dev.registrysync.sync;

/**
 * The worked examples of patches that Swagger UI shows.
 */
final class PatchExamples {

	static final String ENTRY_PATCH = """
			{"labels": {"team": "logistics", "on_call": null}, "notes": "Reviewed in November"}""";

	static final String MAP_PATCH = """
			{"planner": {"labels": {"team": "logistics", "on_call": null}}, "night_watch": {"notes": "Reviewed in November"}}""";

	static final String ENTRY = """
			{
			  "id": "planner",
			  "type": "orchestrator",
			  "description": "Plans the week",
			  "labels": {"team": "logistics"},
			  "notes": "Reviewed in November",
			  "identity": {"public_key": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"}
			}""";

	static final String CHANGED = """
			{"revision": 43, "changed": ["planner"], "unchanged": ["night_watch"]}""";

	static final String MALFORMED = """
			{
			  "type": "urn:registry-sync:problem:invalid-request",
			  "title": "Invalid request",
			  "status": 400,
			  "detail": "\\"/planner\\" must be a JSON object, as a merge patch is (RFC 7396).",
			  "instance": "/registry/agents",
			  "code": "invalid_request",
			  "retryable": false,
			  "remedy": "Mend the members named in \\"errors\\"; the shapes are in /swagger-ui.html.",
			  "errors": [{"member": "/planner", "message": "must be a JSON object, as a merge patch is (RFC 7396)"}]
			}""";

	static final String NO_ENTRY = """
			{
			  "type": "urn:registry-sync:problem:entry-not-found",
			  "title": "No such entry",
			  "status": 404,
			  "detail": "The registry of agents has no entry \\"plannner\\".",
			  "instance": "/registry/agents/plannner",
			  "code": "entry_not_found",
			  "retryable": false,
			  "remedy": "List the entries with GET /registry/agents.",
			  "kind": "agents",
			  "id": "plannner"
			}""";

	static final String NO_ENTRIES = """
			{
			  "type": "urn:registry-sync:problem:entry-not-found",
			  "title": "No such entry",
			  "status": 404,
			  "detail": "The registry of agents does not have 1 of the patched entries.",
			  "instance": "/registry/agents",
			  "code": "entry_not_found",
			  "retryable": false,
			  "remedy": "List the entries with GET /registry/agents.",
			  "kind": "agents",
			  "ids": ["plannner"]
			}""";

	static final String MOVED = """
			{
			  "type": "urn:registry-sync:problem:precondition-failed",
			  "title": "It moved meanwhile",
			  "status": 412,
			  "detail": "The entry is not any more what If-Match names.",
			  "instance": "/registry/agents/planner",
			  "code": "precondition_failed",
			  "retryable": false,
			  "remedy": "GET it again, look at what changed, and send the patch with the new ETag in If-Match.",
			  "kind": "agents",
			  "etag": "\\"43-2c26b46b68ffc68ff99b453c1d304134\\""
			}""";

	static final String UNSUPPORTED = """
			{
			  "type": "urn:registry-sync:problem:unsupported-media-type",
			  "title": "Unsupported media type",
			  "status": 415,
			  "detail": "Content-Type 'application/json' is not supported.",
			  "instance": "/registry/agents/planner",
			  "code": "unsupported_media_type",
			  "retryable": false,
			  "remedy": "Send a patch as application/merge-patch+json, and any other body as application/json."
			}""";

	static final String NOT_YOURS = """
			{
			  "type": "urn:registry-sync:problem:members-not-yours",
			  "title": "Operators do not own these members",
			  "status": 422,
			  "detail": "/description is owned by runtime, and 1 more are not the operators'.",
			  "instance": "/registry/agents/planner",
			  "code": "members_not_yours",
			  "retryable": false,
			  "remedy": "Leave out the members in \\"refused\\". Change what the runtime owns at the coordinator; what sync owns changes by itself.",
			  "kind": "agents",
			  "refused": [{"pointer": "/description", "owner": "runtime"}, {"pointer": "/last_updated", "owner": "sync"}]
			}""";

	static final String KEPT = """
			{
			  "type": "urn:registry-sync:problem:entries-are-kept",
			  "title": "Entries are never removed",
			  "status": 422,
			  "detail": "The patch wants to remove planner; an entry is never removed.",
			  "instance": "/registry/agents",
			  "code": "entries_are_kept",
			  "retryable": false,
			  "remedy": "Set a member such as \\"enabled\\" instead; an entry that leaves the coordinator is marked as missing by itself.",
			  "kind": "agents",
			  "ids": ["planner"]
			}""";

	private PatchExamples() {
	}

}
