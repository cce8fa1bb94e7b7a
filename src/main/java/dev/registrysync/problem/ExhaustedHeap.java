package dev.registrysync.problem;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells a JVM that has too little memory from a mistake of ours.
 */
public final class ExhaustedHeap {

	private ExhaustedHeap() {
	}

	/**
	 * Does something that may need more memory than there is. What it held is free again
	 * when this throws, so whoever tells of it has room.
	 * @throws ProblemException {@code OUT_OF_MEMORY} with {@code max_heap_bytes}
	 */
	public static <T> T telling(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (RuntimeException ex) {
			throw find(ex).<RuntimeException>map((problem) -> problem).orElse(ex);
		}
		catch (OutOfMemoryError ex) {
			throw problem(ex);
		}
	}

	/**
	 * The failure as a problem, if all that led to it was a lack of memory; other threads
	 * and frameworks wrap that.
	 */
	public static Optional<ProblemException> find(Throwable failure) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ProblemException) {
				return Optional.empty();
			}
			if (cause instanceof OutOfMemoryError error) {
				return Optional.of(problem(error));
			}
		}
		return Optional.empty();
	}

	private static ProblemException problem(OutOfMemoryError error) {
		long most = Runtime.getRuntime().maxMemory();
		return new ProblemException(ProblemCode.OUT_OF_MEMORY,
				"The JVM has too little memory for this: %s; its heap has at most %d MiB.".formatted(error.getMessage(),
						most >> 20),
				Map.of("max_heap_bytes", most), error);
	}

}
