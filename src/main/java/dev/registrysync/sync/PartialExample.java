package dev.registrysync.sync;

/**
 * The worked example of a run with something wrong in it.
 */
final class PartialExample {

	static final String PARTIAL = """
			{
			  "sync_id": "c2f6a1de-7d0e-4b1c-8a55-3f1f0e6a9b42",
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "outcome": "PARTIAL",
			  "revision": 3,
			  "head": {"revision": 3, "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
			  "agents_synced": 19,
			  "tools_synced": 0,
			  "keys_updated": 0,
			  "signatures_validated": 27,
			  "signatures_invalid": 1,
			  "validation": "SOME_INVALID",
			  "errors": [
			    "tools: The coordinator \\"default\\" answered 500 for tools.",
			    "agents/broken_one: It is not a JSON object.",
			    "tools/web_search: INVALID_CONTENT: the content is not what was attested"
			  ],
			  "problems": [
			    {"kind": "tools", "id": null, "code": "coordinator_error_status", "message": "The coordinator \\"default\\" answered 500 for tools."},
			    {"kind": "agents", "id": "broken_one", "code": "entry_quarantined", "message": "It is not a JSON object."},
			    {"kind": "tools", "id": "web_search", "code": "invalid_content", "message": "the content is not what was attested"}
			  ],
			  "notices": [],
			  "changes": {
			    "agents": {"added": 0, "updated": 1, "missing": 0, "inactivated": 0, "reactivated": 0, "unchanged": 18, "conflicted": 0, "quarantined": 1},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "entries": [
			      {"kind": "agents", "id": "planner", "action": "updated", "reason": "changed at run time", "members": [
			        {"member": "/description", "before": "Plans the week, in pencil", "after": "Plans the week and the budget", "owner": "runtime", "reason": "both sides changed it, and the runtime value wins"}
			      ]}
			    ]
			  },
			  "conflicts": [
			    {"kind": "agents", "id": "planner", "member": "/description", "base": "Plans the week", "runtime": "Plans the week and the budget", "persistent": "Plans the week, in pencil", "winner": "runtime"}
			  ],
			  "drift": [
			    {"kind": "tools", "id": "web_search", "change": "edited", "handling": "reported", "members": [
			      {"member": "/description", "attested": "Searches", "found": "Searches, by hand"}
			    ]}
			  ],
			  "out_of_sync": 0,
			  "held": null,
			  "plan_digest": "sha256:5b0c7a3d9f0b1c2d3e4f5061728394a5b6c7d8e0c8f5b8f6a1f2e7a1a6f9d2c0",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:02:00Z",
			  "duration_ms": 57,
			  "sources": [{"name": "default", "agents": "answered", "tools": "failed"}]
			}""";

	private PartialExample() {
	}

}
