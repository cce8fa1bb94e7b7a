package dev.registrysync.continuous;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DurableDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether continuous sync is suspended, over restarts too.
 */
final class Suspensions {

	private static final Logger log = LoggerFactory.getLogger(Suspensions.class);

	private static final String FILE = "suspension";

	private final DurableDirectory directory;

	private final Clock clock;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private volatile @Nullable Suspension present;

	/**
	 * Reads what an earlier process left.
	 * @throws ProblemException {@code STATE_INACCESSIBLE} if it cannot be read, or is
	 * none of ours: perhaps somebody meant that nothing is to happen
	 */
	Suspensions(DurableDirectory directory, Clock clock) {
		this.directory = directory;
		this.clock = clock;
		this.present = directory.read(FILE)
			.map((bytes) -> Suspension.find(bytes)
				.orElseThrow(() -> new ProblemException(ProblemCode.STATE_INACCESSIBLE,
						"The file %s does not hold a suspension; remove it to sync again."
							.formatted(directory.path(FILE)))))
			.filter((suspension) -> !suspension.isOver(clock.instant()))
			.orElse(null);
	}

	/**
	 * Calls the listener whenever a suspension begins or is ended by hand.
	 */
	void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * The suspension that holds now.
	 */
	Optional<Suspension> find() {
		@Nullable Suspension suspension = this.present;
		if (suspension != null && suspension.isOver(this.clock.instant())) {
			end(suspension);
			return Optional.empty();
		}
		return Optional.ofNullable(suspension);
	}

	private synchronized void end(Suspension over) {
		if (over.equals(this.present)) {
			this.present = null;
			log.info("Continuous sync goes on: its suspension was until {}", over.until());
		}
	}

	/**
	 * Suspends; a suspension that holds is replaced.
	 */
	Suspension suspend(String reason, String by, Instant until) {
		Suspension suspension = new Suspension(reason, by, this.clock.instant(), until);
		synchronized (this) {
			this.directory.replace(FILE, suspension.toBytes());
			this.present = suspension;
		}
		log.info("Continuous sync is suspended until {} by {}: {}", until, by, reason);
		changed();
		return suspension;
	}

	/**
	 * Ends a suspension.
	 * @return the one that held, if any
	 */
	Optional<Suspension> resume(String by) {
		Optional<Suspension> ended;
		synchronized (this) {
			ended = Optional.ofNullable(this.present);
			this.directory.remove(FILE);
			this.directory.force();
			this.present = null;
		}
		ended.ifPresent((suspension) -> log.info("Continuous sync goes on: resumed by {}", by));
		changed();
		return ended;
	}

	private void changed() {
		this.listeners.forEach(Runnable::run);
	}

}
