package dev.registrysync.events;

/**
 * What the change feed looks like.
 */
final class EventExamples {

	static final String STREAM = """
			: behind 41-2

			id: 42-1
			event: change
			data: {"kind":"agents","id":"planner","action":"updated","revision":42,\
			"digest_before":"sha256:5f0c8d1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6",\
			"digest_after":"sha256:a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90",\
			"at":"2026-11-25T12:00:00Z","sync_id":"4c5e3f0e-9f43-4b0e-9b52-6cf0c9d1f0aa"}

			: still here

			""";

	private EventExamples() {
	}

}
