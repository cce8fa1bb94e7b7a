package dev.registrysync.keys;

/**
 * The worked examples that Swagger UI shows of calls about keys.
 */
final class KeyExamples {

	static final String KEYS = """
			[{"kind": "agents", "id": "coordinator_agent", "version": 1,
			  "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "state": "retired",
			  "created_at": "2026-11-22T12:00:00Z", "revoked_from_revision": null, "aliases": []},
			 {"kind": "agents", "id": "coordinator_agent", "version": 2,
			  "address": "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "state": "active",
			  "created_at": "2026-11-23T09:30:00Z", "revoked_from_revision": null, "aliases": ["agents/coordinator"]},
			 {"kind": "tools", "id": "web_search", "version": 1,
			  "address": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "state": "revoked",
			  "created_at": "2026-11-22T12:00:00Z", "revoked_from_revision": 41, "aliases": []}]""";

	static final String SIGNED = """
			{"kind": "agents", "id": "planner", "version": 1, "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
			 "message": "hello",
			 "signature": "f16ea9a3478698f695fd1401bfe27e9e4a7e8e3da94aa72b021125e31fa899cc573c48ea3fe1d4ab61a9db10c19032026e3ed2dbccba5a178235ac27f94504311c"}""";

	static final String VERIFY = """
			{"message": "hello", "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
			 "signature": "0xf16ea9a3478698f695fd1401bfe27e9e4a7e8e3da94aa72b021125e31fa899cc573c48ea3fe1d4ab61a9db10c19032026e3ed2dbccba5a178235ac27f94504311c"}""";

	static final String VERIFIED = """
			{"valid": true, "recovered_address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "verdict": "VALID", "reason": ""}""";

	static final String WRONG_MESSAGE = """
			{"valid": false, "recovered_address": "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", "verdict": "WRONG_MESSAGE",
			 "reason": "The message differs from the one that was signed: the signature is that of the entry's registration."}""";

	static final String MALFORMED = """
			{"valid": false, "recovered_address": null, "verdict": "MALFORMED",
			 "reason": "Malformed: the signature does not have 65 bytes (r, s and v)."}""";

	static final String NOBODY = """
			{
			  "detail": "\\"address\\" is missing, and so are kind and id: say who signed.",
			  "errors": [{"member": "address", "message": "is missing, and so are kind and id: say who signed"}]
			}""";

	static final String KEY_NOT_FOUND = """
			{
			  "detail": "There is no key of agents/planner.",
			  "kind": "agents",
			  "id": "planner"
			}""";

	static final String KEY_REVOKED = """
			{
			  "detail": "Version 1 of the key of agents/planner was revoked from revision 41 on; rotate makes a new version.",
			  "kind": "agents",
			  "id": "planner",
			  "version": 1
			}""";

	static final String SIGNING_REFUSED = """
			{
			  "detail": "The message begins with \\"registry-sync/\\": only Registry Sync itself makes such statements.",
			  "reserved": ["agent_registration:", "tool_registration:", "registry-sync/"]
			}""";

	private KeyExamples() {
	}

}
