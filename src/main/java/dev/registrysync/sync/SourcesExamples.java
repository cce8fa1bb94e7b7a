package dev.registrysync.sync;

/**
 * The worked examples of the sources.
 */
final class SourcesExamples {

	static final String SOURCES = """
			[
			  {
			    "name": "default",
			    "configured": true,
			    "url": "http://localhost:8000",
			    "last_contact": "2026-11-22T12:00:00Z",
			    "last_success": "2026-11-22T12:00:00Z",
			    "lag_seconds": 4,
			    "entries": {"agents": 20, "tools": 27},
			    "out_of_sync": 0, "consecutive_failures": 0,
			    "last_problem": null,
			    "next_run": "2026-11-22T12:00:05Z"
			  },
			  {
			    "name": "lab",
			    "configured": false,
			    "url": null,
			    "last_contact": null,
			    "last_success": null,
			    "lag_seconds": null,
			    "entries": {"agents": 3, "tools": 0},
			    "out_of_sync": 0, "consecutive_failures": 0,
			    "last_problem": null,
			    "next_run": null
			  }
			]""";

	static final String DIFFERENCES = """
			{
			  "source": "default",
			  "entries": [
			    {"kind": "agents", "id": "night_watch", "in_registry": false, "members": []},
			    {"kind": "agents", "id": "planner", "in_registry": true, "members": [
			      {"member": "/description", "registry": "Plans the week", "source": "Plans the week and the budget"}
			    ]}
			  ]
			}""";

	static final String RETIRED = """
			{
			  "sync_id": "8e4d2c1b-7a69-4f58-9e37-1d2c3b4a5f60",
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "outcome": "SUCCEEDED",
			  "revision": 44,
			  "head": {"revision": 44, "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
			  "agents_synced": 0,
			  "tools_synced": 0,
			  "keys_updated": 0,
			  "signatures_validated": 28,
			  "signatures_invalid": 0,
			  "validation": "ALL_VALID",
			  "errors": [],
			  "problems": [],
			  "notices": [],
			  "changes": {
			    "agents": {"added": 0, "updated": 0, "missing": 0, "inactivated": 1, "reactivated": 0, "withdrawn": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "entries": [
			      {"kind": "agents", "id": "lab_scout", "action": "inactivated", "reason": "its source was retired", "members": [
			        {"member": "/status", "before": "active", "after": "inactive", "owner": "runtime", "reason": "its source was retired"},
			        {"member": "/missing_since", "before": null, "after": 1795348980.0, "owner": "sync", "reason": "its source was retired"}
			      ]}
			    ]
			  },
			  "conflicts": [],
			  "drift": [],
			  "out_of_sync": 0,
			  "held": null,
			  "plan_digest": "sha256:4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:04:00Z",
			  "duration_ms": 14,
			  "sources": [{"name": "default", "agents": "not_asked", "tools": "not_asked"}]
			}""";

	private SourcesExamples() {
	}

}
