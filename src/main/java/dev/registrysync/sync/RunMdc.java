package dev.registrysync.sync;

import java.util.function.Supplier;

import org.slf4j.MDC;

/**
 * Marks the log lines of a run with its id and its source.
 *
 * @param syncId the run's id
 * @param source the sources that the run asks, separated by commas
 */
record RunMdc(String syncId, String source) {

	<T> T mark(Supplier<T> work) {
		try (MDC.MDCCloseable run = MDC.putCloseable("sync_id", this.syncId);
				MDC.MDCCloseable asked = MDC.putCloseable("source", this.source)) {
			return work.get();
		}
	}

}
