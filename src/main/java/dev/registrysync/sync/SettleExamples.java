package dev.registrysync.sync;

/**
 * The worked examples of settling a conflict.
 */
final class SettleExamples {

	static final String SETTLED = """
			{
			  "sync_id": "0c7f5a3e-9d5b-4f0e-8b0e-2a4d9a1c6e77",
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "outcome": "SUCCEEDED",
			  "revision": 3,
			  "head": {"revision": 3, "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
			  "agents_synced": 1,
			  "tools_synced": 0,
			  "keys_updated": 0,
			  "signatures_validated": 1,
			  "signatures_invalid": 0,
			  "validation": "ALL_VALID",
			  "errors": [],
			  "problems": [],
			  "notices": [],
			  "changes": {
			    "agents": {"added": 0, "updated": 1, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "entries": [
			      {"kind": "agents", "id": "planner", "action": "updated", "reason": "changed at run time", "members": [
			        {"member": "/description", "before": "Plans the week, in pencil", "after": "Plans the week and the budget", "owner": "runtime", "reason": "both sides changed it, and the runtime value wins"}
			      ]}
			    ]
			  },
			  "conflicts": [
			    {"kind": "agents", "id": "planner", "member": "/description", "base": "Plans the week", "runtime": "Plans the week and the budget", "persistent": "Plans the week, in pencil", "winner": "runtime"}
			  ],
			  "drift": [],
			  "out_of_sync": 0,
			  "held": null,
			  "plan_digest": "sha256:2f6e1b0a9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:02:00Z",
			  "duration_ms": 12,
			  "sources": [{"name": "default", "agents": "answered", "tools": "not_asked"}]
			}""";

	static final String NO_SUCH_CONFLICT = """
			{
			  "type": "urn:registry-sync:problem:no-such-conflict",
			  "title": "No such conflict waits",
			  "status": 409,
			  "detail": "There is nothing to settle about /description of agents/planner: no conflict about it waits.",
			  "instance": "/registry/agents/planner/settle",
			  "code": "no_such_conflict",
			  "retryable": false,
			  "remedy": "POST /sync with {\\"dry_run\\": true} lists the conflicts; those with the winner \\"manual\\" wait.",
			  "kind": "agents",
			  "id": "planner",
			  "member": "/description"
			}""";

	private SettleExamples() {
	}

}
