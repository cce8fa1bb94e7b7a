package dev.registrysync.sync;

import java.util.function.Supplier;

import org.slf4j.MDC;

/**
 * Marks the log lines of a run with its name and its source.
 *
 * @param syncId the run's name
 * @param source whom runs ask; several names with commas
 */
record RunLines(String syncId, String source) {

	<T> T mark(Supplier<T> work) {
		try (MDC.MDCCloseable run = MDC.putCloseable("sync_id", this.syncId);
				MDC.MDCCloseable asked = MDC.putCloseable("source", this.source)) {
			return work.get();
		}
	}

}
