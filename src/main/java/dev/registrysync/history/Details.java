package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Sha256;

/**
 * What a run decided, in order. Each stream makes the details anew, so that a run over
 * all entries never holds them together.
 */
@FunctionalInterface
public interface Details {

	Details NONE = Stream::empty;

	/**
	 * Makes the details.
	 */
	Stream<RunDetail> stream();

	/**
	 * Returns these details and the others behind them.
	 */
	default Details and(Details others) {
		return () -> Stream.concat(stream(), others.stream());
	}

	default boolean isEmpty() {
		return stream().findAny().isEmpty();
	}

	/**
	 * Returns a digest that equal details share; empty if there are none.
	 */
	default Optional<String> findDigest() {
		Iterator<byte[]> lines = stream()
			.map((detail) -> JsonText.compact(detail.body()).getBytes(StandardCharsets.US_ASCII))
			.iterator();
		return lines.hasNext() ? Optional.of(Sha256.of(() -> lines)) : Optional.empty();
	}

}
