package dev.registrysync.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * From a change at the coordinator to the event at a reader: how long it takes with an
 * interval of one second. Wall clock, as that is what a reader waits.
 */
public final class Latency {

	private static final int AGENTS = 100;

	private Latency() {
	}

	/**
	 * Measures: {@code Latency [CHANGES]}.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		int changes = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 200;
		Path directory = Files.createTempDirectory("latency-");
		try (CoordinatorServer coordinator = new CoordinatorServer()) {
			coordinator.offer(agents(0), "\"0\"");
			List<String> command = Commands.asked().service(directory.resolve("data"), coordinator.url());
			command.add("--registry-sync.sync.interval=1s");
			try (ServerProcess service = ServerProcess.start(directory, command)) {
				report(measure(service.url(), coordinator, changes));
			}
		}
	}

	private static double[] measure(String url, CoordinatorServer coordinator, int changes)
			throws IOException, InterruptedException {
		Random random = new Random(1);
		double[] milliseconds = new double[changes];
		HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/events"))
			.header("Last-Event-ID", "0-0")
			.build();
		try (BufferedReader events = new BufferedReader(
				new InputStreamReader(HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()).body(),
						StandardCharsets.UTF_8))) {
			for (int i = 0; i < AGENTS; i++) {
				awaitEvent(events);
			}
			for (int i = 0; i < changes; i++) {
				Thread.sleep(random.nextInt(1000));
				long start = System.nanoTime();
				coordinator.offer(agents(i + 1), "\"%d\"".formatted(i + 1));
				awaitEvent(events);
				milliseconds[i] = (System.nanoTime() - start) / 1e6;
			}
		}
		return milliseconds;
	}

	private static void awaitEvent(BufferedReader events) throws IOException {
		String line = events.readLine();
		while (!line.startsWith("id:")) {
			line = events.readLine();
		}
	}

	/**
	 * A hundred agents, the first of which has changed so often.
	 */
	private static byte[] agents(int change) {
		StringBuilder agents = new StringBuilder("{\"agent-0\": {\"change\": \"%d\"}".formatted(change));
		for (int i = 1; i < AGENTS; i++) {
			agents.append(", \"agent-%d\": {\"description\": \"one of many\"}".formatted(i));
		}
		return agents.append("}").toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void report(double[] milliseconds) {
		double[] sorted = milliseconds.clone();
		Arrays.sort(sorted);
		System.out.printf(Locale.ROOT, "%d changes, interval 1 s: median %.0f ms, p99 %.0f ms, least %.0f, most %.0f%n",
				sorted.length, sorted[sorted.length / 2], sorted[(int) Math.ceil(sorted.length * 0.99) - 1], sorted[0],
				sorted[sorted.length - 1]);
	}

}
