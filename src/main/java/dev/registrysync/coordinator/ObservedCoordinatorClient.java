package dev.registrysync.coordinator;

import java.net.URI;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;

/**
 * Times each pull and remembers how the last one of each kind ended.
 */
final class ObservedCoordinatorClient implements CoordinatorClient {

	static final String TIMER = "registry.sync.coordinator.request.duration";

	private final CoordinatorClient client;

	private final MeterRegistry meters;

	private final Clock clock;

	private final Map<PullOutcome, Timer> timers = new EnumMap<>(PullOutcome.class);

	private final Map<Kind, Contact> contacts = new ConcurrentHashMap<>();

	ObservedCoordinatorClient(CoordinatorClient client, MeterRegistry meters, Clock clock) {
		this.client = client;
		this.meters = meters;
		this.clock = clock;
		for (PullOutcome outcome : PullOutcome.values()) {
			this.timers.put(outcome,
					Timer.builder(TIMER)
						.description("How long the coordinator took to answer, the repetition included")
						.tag("outcome", outcome.text())
						.register(meters));
		}
	}

	@Override
	public String name() {
		return this.client.name();
	}

	@Override
	public URI url() {
		return this.client.url();
	}

	@Override
	public Optional<Contact> lastContact() {
		return this.contacts.values().stream().max(Comparator.comparing(Contact::at));
	}

	@Override
	public Pull pull(Kind kind) {
		Timer.Sample sample = Timer.start(this.meters);
		try {
			Pull pull = this.client.pull(kind);
			ended(kind, sample, PullOutcome.of(pull), null);
			return pull;
		}
		catch (NoAnswerException ex) {
			ended(kind, sample, PullOutcome.NO_ANSWER, ex.code());
			throw ex;
		}
		catch (BadAnswerException ex) {
			ended(kind, sample, PullOutcome.BAD_ANSWER, ex.code());
			throw ex;
		}
	}

	@Override
	public void forgetValidators() {
		this.client.forgetValidators();
	}

	@Override
	public boolean isPushedTo() {
		return this.client.isPushedTo();
	}

	@Override
	public PatchOutcome patch(Kind kind, JsonObject patch, Optional<String> ifMatch) {
		return this.client.patch(kind, patch, ifMatch);
	}

	private void ended(Kind kind, Timer.Sample sample, PullOutcome outcome, @Nullable ProblemCode problem) {
		Timer timer = this.timers.get(outcome);
		if (timer != null) {
			sample.stop(timer);
		}
		this.contacts.put(kind, new Contact(this.clock.instant(), outcome, Optional.ofNullable(problem)));
	}

	/**
	 * How the last pull of the kind ended, if there was one.
	 */
	Optional<Contact> lastContact(Kind kind) {
		return Optional.ofNullable(this.contacts.get(kind));
	}

}
