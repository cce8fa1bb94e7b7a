package dev.registrysync.sync;

/**
 * The worked examples about runs.
 */
final class RunExamples {

	static final String RUNNING = """
			{
			  "sync_id": "0d6f5b52-4a0e-4b0d-9c59-6f0a1b2c3d4e",
			  "state": "running",
			  "trigger": "api",
			  "actor": "anonymous",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:04:00Z",
			  "phase": "identities",
			  "done": 312,
			  "total": 2000
			}""";

	static final String ENDED = """
			{
			  "sync_id": "7d1e0a52-2f8e-4b52-9f0c-0f6a6f4f2a11",
			  "state": "ended",
			  "trigger": "api",
			  "actor": "anonymous",
			  "started_at": "2026-11-22T12:00:00Z",
			  "outcome": "SUCCEEDED",
			  "revision": 2,
			  "duration_ms": 41,
			  "phases": {"pull": 12, "read": 2, "reconcile": 3, "identities": 9, "validate": 6, "commit": 8},
			  "counts": {
			    "agents": {"added": 1, "updated": 1, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 17, "conflicted": 0, "quarantined": 0},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 8, "conflicted": 0, "quarantined": 0}
			  },
			  "keys_updated": 1,
			  "signatures_validated": 29,
			  "signatures_invalid": 0,
			  "validation": "ALL_VALID",
			  "problems": {},
			  "conflicts": 1,
			  "sources": [{"name": "default", "agents": "answered", "tools": "answered"}],
			  "details": "sha256:8504ac4b33ebcadd431fc175da2c5e3f07ebb9411dec178c5356aaf3072e0e41"
			}""";

	static final String RUNS = """
			{
			  "syncs": [
			    {"sync_id": "0d6f5b52-4a0e-4b0d-9c59-6f0a1b2c3d4e", "state": "running", "trigger": "api", "actor": "anonymous",
			     "dry_run": false, "started_at": "2026-11-22T12:04:00Z", "phase": "identities", "done": 312, "total": 2000},
			    {"sync_id": "b5a7d0f4-9a0e-43c9-8f9b-0f2a3a8f0c55", "state": "ended", "trigger": "api", "actor": "anonymous",
			     "started_at": "2026-11-22T12:03:50Z", "outcome": "NO_CHANGE", "revision": 2, "duration_ms": 6,
			     "phases": {"pull": 4, "read": 1}, "problems": {}, "conflicts": 0, "count": 23,
			     "first_at": "2026-11-22T12:00:10Z", "last_at": "2026-11-22T12:03:50Z"}
			  ],
			  "next": "48211"
			}""";

	static final String CHANGES = """
			{
			  "sync_id": "7d1e0a52-2f8e-4b52-9f0c-0f6a6f4f2a11",
			  "changes": [
			    {"type": "change", "kind": "agents", "id": "planner", "action": "updated", "reason": "changed at run time",
			     "content_before": "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
			     "content_after": "sha256:0c8f5b8f6a1f2e7a1a6f9d2c0a45b7a3d9f0b1c2d3e4f5061728394a5b6c7d8e",
			     "members": [{"member": "/description", "before": "Plans the week, in pencil", "after": "Plans the week and the budget",
			       "owner": "runtime", "reason": "both sides changed it, and the runtime value wins"}]},
			    {"type": "conflict", "kind": "agents", "id": "planner", "member": "/description", "base": "Plans the week",
			     "runtime": "Plans the week and the budget", "persistent": "Plans the week, in pencil", "winner": "runtime"}
			  ],
			  "next": null
			}""";

	static final String NO_LIMIT = """
			{
			  "detail": "\\"limit\\" must be a number from 1 to 100.",
			  "errors": [{"member": "limit", "message": "must be a number from 1 to 100"}]
			}""";

	static final String NO_SYNC = """
			{
			  "detail": "There is no sync \\"0d6f5b52-4a0e-4b0d-9c59-6f0a1b2c3d4e\\".",
			  "sync_id": "0d6f5b52-4a0e-4b0d-9c59-6f0a1b2c3d4e"
			}""";

	static final String NOT_RUNNING = """
			{
			  "detail": "The sync 7d1e0a52-2f8e-4b52-9f0c-0f6a6f4f2a11 has ended or is being committed.",
			  "sync_id": "7d1e0a52-2f8e-4b52-9f0c-0f6a6f4f2a11"
			}""";

	private RunExamples() {
	}

}
