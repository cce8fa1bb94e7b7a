package dev.registrysync.continuous;

import java.time.Clock;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import dev.registrysync.sync.Actors;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows continuous sync, and stops it for a while.
 */
@RestController
@Tag(name = "Sync")
class ContinuousController {

	private final ContinuousSync continuous;

	private final Suspensions suspensions;

	private final Actors actors;

	private final Clock clock;

	ContinuousController(ContinuousSync continuous, Suspensions suspensions, Actors actors, Clock clock) {
		this.continuous = continuous;
		this.suspensions = suspensions;
		this.actors = actors;
		this.clock = clock;
	}

	@GetMapping(path = "/continuous", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "continuousSync", summary = "Show when each source is asked next by itself",
			description = """
					With registry-sync.sync.interval each source is asked again and again, and the registry follows \
					it. This call tells when next, and whether that is suspended.""")
	@Succeeds(value = "How it is", examples = { "continuous/running.json", "continuous/suspended.json" })
	ContinuousView show() {
		return new ContinuousView(this.continuous.interval().map(Object::toString).orElse(null),
				this.suspensions.find().orElse(null), this.continuous.sources());
	}

	@PostMapping(path = "/continuous/suspend", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "suspendContinuousSync", summary = "Suspend continuous sync", description = """
			No source is asked by itself until the time is over or somebody resumes, over restarts too. A run \
			that has begun goes on, and POST /sync works as always.""")
	@Succeeds(value = "It is suspended", examples = "continuous/suspended.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "A member of the request is wrong")
	@Fails(ProblemCode.DISK_FULL)
	ContinuousView suspend(@RequestBody(required = false) @Nullable SuspendRequest request) {
		SuspendRequest wanted = (request != null) ? request : SuspendRequest.EMPTY;
		this.suspensions.suspend(wanted.wantedReason(), this.actors.current(), wanted.wantedEnd(this.clock.instant()));
		return show();
	}

	@PostMapping(path = "/continuous/resume", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "resumeContinuousSync", summary = "Resume continuous sync", description = """
			Ends a suspension before its time. It is no failure if there is none.""")
	@Succeeds(value = "It is not suspended", examples = "continuous/running.json")
	@Fails(ProblemCode.DISK_FULL)
	ContinuousView resume() {
		this.suspensions.resume(this.actors.current());
		return show();
	}

}
