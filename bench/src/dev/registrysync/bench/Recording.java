package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * What JFR saw.
 */
final class Recording {

	private final Stacks stacks = new Stacks();

	private final Map<String, Long> allocated = new TreeMap<>();

	private Duration pauses = Duration.ZERO;

	private int collections;

	private Recording() {
	}

	static Recording read(Path file) throws IOException {
		Recording recording = new Recording();
		try (RecordingFile events = new RecordingFile(file)) {
			while (events.hasMoreEvents()) {
				recording.add(events.readEvent());
			}
		}
		return recording;
	}

	private void add(RecordedEvent event) {
		switch (event.getEventType().getName()) {
			case "jdk.CPUTimeSample" -> this.stacks.add(stack(event));
			case "jdk.ObjectAllocationSample" -> {
				RecordedClass type = event.getClass("objectClass");
				this.allocated.merge(type.getName(), event.getLong("weight"), Long::sum);
			}
			case "jdk.GarbageCollection" -> {
				this.collections++;
				this.pauses = this.pauses.plus(event.getDuration("sumOfPauses"));
			}
			default -> {
				// of other things
			}
		}
	}

	/**
	 * The outermost frame first: without lambdas' own classes, and without what called
	 * the first of our methods, which is the same for all.
	 */
	private static List<String> stack(RecordedEvent event) {
		if (event.getStackTrace() == null) {
			return List.of();
		}
		List<String> frames = event.getStackTrace()
			.getFrames()
			.stream()
			.filter(RecordedFrame::isJavaFrame)
			.map((frame) -> name(frame.getMethod()))
			.filter((name) -> !name.contains("$$Lambda"))
			.collect(Collectors.toList());
		Collections.reverse(frames);
		int ours = IntStream.range(0, frames.size())
			.filter((i) -> Stacks.isOurs(frames.get(i)) && !frames.get(i).contains("Filter."))
			.findFirst()
			.orElse(0);
		return frames.subList(ours, frames.size());
	}

	/**
	 * Without what tells hidden classes and lambdas apart, which is another in each JVM.
	 */
	private static String name(RecordedMethod method) {
		String type = method.getType().getName().replaceAll("(\\$\\$Lambda|\\.0x|/0x).*", "\\$\\$Lambda");
		return type + "." + method.getName().replaceAll("^(lambda\\$.*)\\$\\d+$", "$1");
	}

	/**
	 * Of threads that executed Java or native methods.
	 */
	Stacks stacks() {
		return this.stacks;
	}

	/**
	 * Bytes by class, from samples.
	 */
	Map<String, Long> allocated() {
		return Collections.unmodifiableMap(this.allocated);
	}

	/**
	 * Collections and the sum of their pauses.
	 */
	String pauses() {
		return "%,d collections stopped it for %,d ms".formatted(this.collections, this.pauses.toMillis());
	}

}
