package dev.registrysync.idempotency;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The calls with a key that are being made, and the answers of those that were. A bounded
 * number of them, and only until the process ends: the oldest are forgotten first.
 */
final class MadeCalls {

	static final Duration KEPT_FOR = Duration.ofHours(24);

	private final int mostAnswers;

	private final long mostBytes;

	private final LongSupplier nanos;

	private final Map<IntendedCall, Made> calls = new LinkedHashMap<>();

	private long bytes;

	/**
	 * Remembers nothing yet.
	 * @param mostAnswers how many answers are kept
	 * @param mostBytes how large all kept answers are together
	 * @param nanos a clock that never goes back
	 */
	MadeCalls(int mostAnswers, long mostBytes, LongSupplier nanos) {
		this.mostAnswers = mostAnswers;
		this.mostBytes = mostBytes;
		this.nanos = nanos;
	}

	/**
	 * Begins a call. Whoever begins one ends it.
	 * @return the answer that it got before; empty if it is to be made now
	 * @throws ProblemException if it is being made at this moment, or if the key stood
	 * for something else
	 */
	synchronized Optional<Answer> begin(IntendedCall call, CallDigest digest) {
		dropTheOld();
		@Nullable Made made = this.calls.get(call);
		if (made == null) {
			this.calls.put(call, new Made(digest, null, this.nanos.getAsLong()));
			return Optional.empty();
		}
		if (!made.digest().equals(digest)) {
			throw new ProblemException(ProblemCode.IDEMPOTENCY_KEY_REUSED,
					"The key stood for a %s %s that asked for something else.".formatted(call.method(), call.path()));
		}
		if (made.answer() == null) {
			throw new ProblemException(ProblemCode.IDEMPOTENT_CALL_RUNNING,
					"The first %s %s with this key is not over yet.".formatted(call.method(), call.path()));
		}
		return Optional.of(made.answer());
	}

	/**
	 * Ends a call that was made.
	 */
	synchronized void answered(IntendedCall call, CallDigest digest, Answer answer) {
		this.calls.remove(call);
		this.calls.put(call, new Made(digest, answer, this.nanos.getAsLong()));
		this.bytes += answer.size();
		dropTheOld();
	}

	/**
	 * Ends a call that came to nothing, so that it can be made again.
	 */
	synchronized void failed(IntendedCall call) {
		this.calls.remove(call);
	}

	private void dropTheOld() {
		long now = this.nanos.getAsLong();
		Iterator<Made> oldestFirst = this.calls.values().iterator();
		while (oldestFirst.hasNext()) {
			Made made = oldestFirst.next();
			boolean fits = this.calls.size() <= this.mostAnswers && this.bytes <= this.mostBytes;
			if (fits && now - made.since() <= KEPT_FOR.toNanos()) {
				return;
			}
			if (made.answer() != null) {
				this.bytes -= made.answer().size();
				oldestFirst.remove();
			}
		}
	}

	/**
	 * One call.
	 *
	 * @param answer what it got; null while it is being made
	 * @param since when it began or got its answer
	 */
	private record Made(CallDigest digest, @Nullable Answer answer, long since) {
	}

}
