package dev.registrysync.sync;

/**
 * The worked examples that Swagger UI shows.
 */
final class Examples {

	static final String SUCCEEDED = """
			{
			  "sync_id": "7d1e0a52-2f8e-4b52-9f0c-0f6a6f4f2a11",
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "outcome": "SUCCEEDED",
			  "revision": 2,
			  "head": {"revision": 2, "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
			  "agents_synced": 20,
			  "tools_synced": 8,
			  "keys_updated": 1,
			  "signatures_validated": 29,
			  "signatures_invalid": 0,
			  "validation": "ALL_VALID",
			  "errors": [],
			  "problems": [],
			  "notices": [
			    {"kind": "agents", "id": null, "code": "entries_missing", "message": "1 of 19 active agents are marked as missing, as \\"default\\" does not name them any more."},
			    {"kind": "agents", "id": "commuter", "code": "entry_flapping", "message": "It left and came back three times within an hour. Until an hour passes without that, its absence is written only once it has outlasted the grace."}
			  ],
			  "changes": {
			    "agents": {"added": 1, "updated": 1, "missing": 1, "inactivated": 0, "reactivated": 1, "withdrawn": 0, "unchanged": 17, "conflicted": 0, "quarantined": 0},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 8, "conflicted": 0, "quarantined": 0},
			    "entries": [
			      {"kind": "agents", "id": "night_watch", "action": "added", "reason": "at run time and not in the registry", "members": []},
			      {"kind": "agents", "id": "planner", "action": "updated", "reason": "changed at run time", "members": [
			        {"member": "/description", "before": "Plans the week, in pencil", "after": "Plans the week and the budget", "owner": "runtime", "reason": "both sides changed it, and the runtime value wins"},
			        {"member": "/metadata/priority", "before": 3, "after": 5, "owner": "runtime", "reason": "the runtime value changed"},
			        {"member": "/metadata/beta", "before": true, "after": null, "owner": "runtime", "reason": "the runtime value changed"}
			      ]},
			      {"kind": "agents", "id": "old_scout", "action": "missing", "reason": "no longer at run time", "members": [
			        {"member": "/status", "before": "active", "after": "missing", "owner": "runtime", "reason": "no longer at run time"},
			        {"member": "/missing_since", "before": null, "after": 1795348800.0, "owner": "sync", "reason": "no longer at run time"}
			      ]},
			      {"kind": "agents", "id": "commuter", "action": "reactivated", "reason": "at run time again", "members": [
			        {"member": "/status", "before": "missing", "after": "active", "owner": "runtime", "reason": "the entry is at run time again"},
			        {"member": "/missing_since", "before": 1795348740.0, "after": null, "owner": "sync", "reason": "the entry is at run time again"}
			      ]}
			    ]
			  },
			  "conflicts": [
			    {"kind": "agents", "id": "planner", "member": "/description", "base": "Plans the week", "runtime": "Plans the week and the budget", "persistent": "Plans the week, in pencil", "winner": "runtime"}
			  ],
			  "drift": [],
			  "out_of_sync": 0,
			  "held": null,
			  "plan_digest": "sha256:8504ac4b33ebcadd431fc175da2c5e3f07ebb9411dec178c5356aaf3072e0e41",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:00:00Z",
			  "duration_ms": 41,
			  "sources": [{"name": "default", "agents": "answered", "tools": "answered"}]
			}""";

	static final String NO_CHANGE = """
			{
			  "sync_id": "b5a7d0f4-9a0e-43c9-8f9b-0f2a3a8f0c55",
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "outcome": "NO_CHANGE",
			  "revision": 2,
			  "head": {"revision": 2, "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
			  "agents_synced": 20,
			  "tools_synced": 8,
			  "keys_updated": 0,
			  "signatures_validated": 28,
			  "signatures_invalid": 0,
			  "validation": "ALL_VALID",
			  "errors": [],
			  "problems": [],
			  "notices": [],
			  "changes": {
			    "agents": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 20, "conflicted": 0, "quarantined": 0},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 8, "conflicted": 0, "quarantined": 0},
			    "entries": []
			  },
			  "conflicts": [],
			  "drift": [],
			  "out_of_sync": 0,
			  "held": null,
			  "plan_digest": "sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:00:10Z",
			  "duration_ms": 6,
			  "sources": [{"name": "default", "agents": "answered", "tools": "answered"}]
			}""";

	static final String HELD = """
			{
			  "sync_id": "1f0f7d0c-5c9e-4c42-bb1e-7a8e5b7c9d21",
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "outcome": "HELD",
			  "revision": 2,
			  "head": {"revision": 2, "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
			  "agents_synced": 0,
			  "tools_synced": 8,
			  "keys_updated": 0,
			  "signatures_validated": 28,
			  "signatures_invalid": 0,
			  "validation": "ALL_VALID",
			  "errors": [],
			  "problems": [],
			  "notices": [],
			  "changes": {
			    "agents": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 8, "conflicted": 0, "quarantined": 0},
			    "entries": []
			  },
			  "conflicts": [],
			  "drift": [],
			  "out_of_sync": 0,
			  "held": {
			    "kinds": [{"source": "default", "kind": "agents", "reason": "the answer is empty, while 2 agents were there before", "absent": ["night_watch", "planner"]}],
			    "remedy": "If they really left, POST /sync with {\\"approve\\": \\"sha256:1c0e…\\"}; else mend the coordinator and sync again."
			  },
			  "plan_digest": "sha256:1c0e5a0b1f0e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a392817060504",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:01:00Z",
			  "duration_ms": 9,
			  "sources": [{"name": "default", "agents": "answered", "tools": "answered"}]
			}""";

	static final String KEYS = """
			{"keys_created": 2, "keys_updated": 1, "errors": []}""";

	static final String ROTATED = """
			{
			  "kind": "agents",
			  "id": "planner",
			  "version": 2,
			  "address": "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
			  "previous": {"version": 1, "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"},
			  "succession_signature": "f16ea9a3478698f695fd1401bfe27e9e4a7e8e3da94aa72b021125e31fa899cc573c48ea3fe1d4ab61a9db10c19032026e3ed2dbccba5a178235ac27f94504311c",
			  "revision": 42,
			  "sync_id": "7d1e0a52-2f8e-4b52-9f0c-0f6a6f4f2a11"
			}""";

	static final String REVOKED = """
			{"kind": "agents", "id": "planner", "version": 1, "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
			 "state": "revoked", "revoked_from_revision": 41, "dry_run": false,
			 "stops_verifying": [{"kind": "agents", "id": "planner", "attested_revision": 42, "verdict": "REVOKED"}]}""";

	static final String REVOKED_WITHOUT_A_FORM = """
			{
			  "detail": "\\"from_revision\\" is missing: {\\"from_revision\\": n} keeps what the key attested up to revision n, {\\"everything\\": true} ends all of it.",
			  "errors": [{"member": "from_revision", "message": "is missing: {\\"from_revision\\": n} keeps what the key attested up to revision n, {\\"everything\\": true} ends all of it"}]
			}""";

	static final String ADDRESS_NOT_OURS = """
			{
			  "detail": "The entry agents/planner has 0x70997970C51812dc3A010C7d01b50e0d17dc79C8, which is no key of its own.",
			  "kind": "agents",
			  "id": "planner"
			}""";

	static final String ROTATION_NEEDS_ADMIN = """
			{
			  "detail": "The key of agents/planner is revoked, and only the role \\"admin\\" replaces a revoked key.",
			  "kind": "agents",
			  "id": "planner",
			  "required_role": "admin"
			}""";

	static final String REVOKED_EARLIER = """
			{
			  "detail": "Version 1 of the key of agents/planner was revoked from revision 40 on, which is earlier than 41.",
			  "kind": "agents",
			  "id": "planner",
			  "revoked_from_revision": 40
			}""";

	static final String INVALID_REQUEST = """
			{
			  "detail": "\\"kinds[0]\\" must be \\"agents\\" or \\"tools\\".",
			  "errors": [{"member": "kinds[0]", "message": "must be \\"agents\\" or \\"tools\\""}]
			}""";

	static final String STALE_PLAN = """
			{
			  "detail": "The plan that was approved is not what a run would do now: it differs in agents/planner and 1 more.",
			  "approved": "sha256:1c0e5a0b1f0e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a392817060504",
			  "plan_digest": "sha256:8504ac4b33ebcadd431fc175da2c5e3f07ebb9411dec178c5356aaf3072e0e41",
			  "moved_entries": 2,
			  "moved": [
			    {"kind": "agents", "id": "planner", "approved": "updated", "now": "updated", "members": ["/description"]},
			    {"kind": "agents", "id": "scout", "approved": null, "now": "missing", "members": ["/status"]}
			  ]
			}""";

	static final String REGISTRY_UNREADABLE = """
			{
			  "detail": "The registry file /data/config/official_agents_registry.json is not a registry: the text ends in the middle of the document, at line 812, column 17 (byte 30211).",
			  "file": "/data/config/official_agents_registry.json",
			  "kind": "agents",
			  "line": 812,
			  "column": 17,
			  "offset": 30211
			}""";

	static final String COORDINATOR_ERROR = """
			{
			  "detail": "The coordinator \\"default\\" answered 200 for agents with an error: Coordinator agent not available.",
			  "source": "default",
			  "kind": "agents"
			}""";

	static final String COORDINATOR_UNREACHABLE = """
			{
			  "detail": "Nothing accepts connections at http://localhost:8000.",
			  "source": "default",
			  "kind": "agents"
			}""";

	static final String CANCELLED = """
			{
			  "detail": "The sync was cancelled, in phase identities.",
			  "sync_id": "7d1e0a52-2f8e-4b52-9f0c-0f6a6f4f2a11",
			  "phase": "identities"
			}""";

	static final String OVERDUE = """
			{
			  "detail": "The sync took longer than 600000 ms, in phase pull.",
			  "sync_id": "7d1e0a52-2f8e-4b52-9f0c-0f6a6f4f2a11",
			  "phase": "pull"
			}""";

	private Examples() {
	}

	static final String ACCEPTED = """
			{
			  "sync_id": "3f0c1f61-6d0b-4b0e-8a43-5c6f3b1f0d77",
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "outcome": "SUCCEEDED",
			  "revision": 3,
			  "head": {"revision": 3, "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
			  "agents_synced": 0,
			  "tools_synced": 0,
			  "keys_updated": 0,
			  "signatures_validated": 1,
			  "signatures_invalid": 0,
			  "validation": "ALL_VALID",
			  "errors": [],
			  "problems": [],
			  "notices": [],
			  "changes": {
			    "agents": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "entries": []
			  },
			  "conflicts": [],
			  "drift": [
			    {"kind": "agents", "id": "planner", "change": "edited", "handling": "accepted", "members": [
			      {"member": "/description", "attested": "Plans the week", "found": "Plans the week, by hand"}
			    ]}
			  ],
			  "out_of_sync": 0,
			  "held": null,
			  "plan_digest": "sha256:0c8f5b8f6a1f2e7a1a6f9d2c0a45b7a3d9f0b1c2d3e4f5061728394a5b6c7d8e",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:00:00Z",
			  "duration_ms": 12,
			  "sources": [{"name": "default", "agents": "not_asked", "tools": "not_asked"}]
			}""";

	static final String REVERTED = """
			{
			  "sync_id": "3f0c1f61-6d0b-4b0e-8a43-5c6f3b1f0d77",
			  "registry_id": "6f1b2c9e-5d0a-4c1e-9a53-0d3f2a7b8c11",
			  "outcome": "SUCCEEDED",
			  "revision": 3,
			  "head": {"revision": 3, "digest": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"},
			  "agents_synced": 0,
			  "tools_synced": 0,
			  "keys_updated": 0,
			  "signatures_validated": 1,
			  "signatures_invalid": 0,
			  "validation": "ALL_VALID",
			  "errors": [],
			  "problems": [],
			  "notices": [],
			  "changes": {
			    "agents": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "tools": {"added": 0, "updated": 0, "missing": 0, "inactivated": 0, "reactivated": 0, "withdrawn": 0, "unchanged": 0, "conflicted": 0, "quarantined": 0},
			    "entries": []
			  },
			  "conflicts": [],
			  "drift": [
			    {"kind": "agents", "id": "planner", "change": "edited", "handling": "reverted", "members": [
			      {"member": "/description", "attested": "Plans the week", "found": "Plans the week, by hand"}
			    ]}
			  ],
			  "out_of_sync": 0,
			  "held": null,
			  "plan_digest": "sha256:0c8f5b8f6a1f2e7a1a6f9d2c0a45b7a3d9f0b1c2d3e4f5061728394a5b6c7d8e",
			  "dry_run": false,
			  "started_at": "2026-11-22T12:00:00Z",
			  "duration_ms": 12,
			  "sources": [{"name": "default", "agents": "not_asked", "tools": "not_asked"}]
			}""";

}
