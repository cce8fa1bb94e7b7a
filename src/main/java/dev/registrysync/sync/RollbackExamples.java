package dev.registrysync.sync;

/**
 * The worked examples of rolling back.
 */
final class RollbackExamples {

	static final String ROLLED_BACK = """
			{
			  "sync_id": "3f0b7a4e-6c1d-4b8e-9f55-7a2c9d1e0b34",
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "outcome": "SUCCEEDED",
			  "revision": 43,
			  "head": {"revision": 43, "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
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
			    "agents": {"added": 1, "updated": 1, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 1, "unchanged": 18, "conflicted": 0, "quarantined": 0},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 8, "conflicted": 0, "quarantined": 0},
			    "entries": [
			      {"kind": "agents", "id": "planner", "action": "updated", "reason": "as it was at revision 41", "members": [
			        {"member": "/description", "before": "Plans nothing", "after": "Plans the week", "owner": "runtime", "reason": "as it was at revision 41"},
			        {"member": "/labels", "before": null, "after": {"team": "ops"}, "owner": "operator", "reason": "as it was at revision 41"}
			      ]},
			      {"kind": "agents", "id": "night_watch", "action": "withdrawn", "reason": "not in the registry at revision 41", "members": [
			        {"member": "/type", "before": "guard", "after": null, "owner": "runtime", "reason": "not in the registry at revision 41"}
			      ]},
			      {"kind": "agents", "id": "old_scout", "action": "added", "reason": "as it was at revision 41", "members": [
			        {"member": "/type", "before": null, "after": "scout", "owner": "runtime", "reason": "as it was at revision 41"}
			      ]}
			    ]
			  },
			  "conflicts": [],
			  "drift": [],
			  "out_of_sync": 0,
			  "held": null,
			  "plan_digest": "sha256:9b1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:03:00Z",
			  "duration_ms": 17,
			  "sources": [{"name": "default", "agents": "not_asked", "tools": "not_asked"}]
			}""";

	static final String NO_REVISION = """
			{
			  "detail": "The registry has had the revisions up to 42, and 99 is none of them.",
			  "revision": 99,
			  "present": 42
			}""";

	static final String NO_ENTRIES = """
			{
			  "detail": "1 of the entries are in the registry neither now nor at revision 41: plannr.",
			  "ids": ["plannr"],
			  "revision": 41
			}""";

	static final String COMPACTED = """
			{
			  "detail": "The documents of revision 3 are not kept any more; those of 12 are.",
			  "revision": 3,
			  "oldest_kept": 12
			}""";

	private RollbackExamples() {
	}

}
