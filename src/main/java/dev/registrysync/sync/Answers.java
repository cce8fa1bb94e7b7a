package dev.registrysync.sync;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.registrysync.coordinator.Pull;
import dev.registrysync.registry.RuntimeEntries;
import org.jspecify.annotations.Nullable;

/**
 * The last answer of each source that a run has decided upon. Questions are numbered, so
 * that an answer that comes late does not undo a later one. In memory only.
 */
final class Answers {

	private final AtomicLong questions = new AtomicLong();

	private final Map<Asked, Numbered> last = new ConcurrentHashMap<>();

	/**
	 * Somebody is about to ask.
	 * @return the number of the question
	 */
	long ask() {
		return this.questions.incrementAndGet();
	}

	/**
	 * Takes an answer in that a run is about to decide upon.
	 * @param question the number of the question to which it came
	 * @return the answer; or that to a later question, if a run has decided upon one
	 */
	Pull.Answered newest(Asked asked, long question, Pull.Answered answer) {
		Numbered mine = new Numbered(question, answer);
		return this.last.merge(asked, mine, Numbered::later).answer();
	}

	/**
	 * What the source answered last.
	 */
	Optional<RuntimeEntries> find(Asked asked) {
		@Nullable Numbered known = this.last.get(asked);
		return Optional.ofNullable(known).map((answered) -> answered.answer().entries());
	}

	private record Numbered(long question, Pull.Answered answer) {

		private Numbered later(Numbered other) {
			return (other.question >= this.question) ? other : this;
		}

	}

}
