package dev.registrysync.bench;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was answered to which call, and how long it took.
 */
final class Tally {

	private final Map<String, Call> calls = new TreeMap<>();

	private final List<String> bad = new ArrayList<>();

	synchronized void count(String name, HttpResponse<byte[]> answer, long nanoseconds, Set<Integer> good) {
		int status = answer.statusCode();
		this.calls.computeIfAbsent(name, (first) -> new Call()).add(status, nanoseconds);
		if (status != Calls.TOO_MANY && !good.contains(status)) {
			this.bad.add("%s: %d %s".formatted(name, status, new String(answer.body(), StandardCharsets.UTF_8)));
		}
	}

	/**
	 * Fails if an answer does not belong there.
	 */
	synchronized void require() {
		if (!this.bad.isEmpty()) {
			throw new IllegalStateException("%d answers do not belong there, first of all:%n%s"
				.formatted(this.bad.size(), String.join("\n", this.bad.subList(0, Math.min(10, this.bad.size())))));
		}
	}

	synchronized String table() {
		return "| call | answers | by status | median ms | p99 ms | most ms |\n|---|---|---|---|---|---|\n"
				+ this.calls.entrySet()
					.stream()
					.map((call) -> "| %s %s\n".formatted(call.getKey(), call.getValue().row()))
					.collect(Collectors.joining());
	}

	private static final class Call {

		private final Map<Integer, Integer> byStatus = new TreeMap<>();

		private long[] nanoseconds = new long[1024];

		private int count;

		private void add(int status, long took) {
			this.byStatus.merge(status, 1, Integer::sum);
			if (status != Calls.TOO_MANY) {
				if (this.count == this.nanoseconds.length) {
					this.nanoseconds = Arrays.copyOf(this.nanoseconds, 2 * this.count);
				}
				this.nanoseconds[this.count++] = took;
			}
		}

		private String row() {
			long[] sorted = Arrays.copyOf(this.nanoseconds, this.count);
			Arrays.sort(sorted);
			int all = this.byStatus.values().stream().mapToInt(Integer::intValue).sum();
			String statuses = this.byStatus.entrySet()
				.stream()
				.map((status) -> String.format(Locale.ROOT, "%d: %,d", status.getKey(), status.getValue()))
				.collect(Collectors.joining(", "));
			return String.format(Locale.ROOT, "| %,d | %s | %.0f | %.0f | %.0f |", all, statuses, at(sorted, 0.5),
					at(sorted, 0.99), at(sorted, 1));
		}

		private static double at(long[] sorted, double share) {
			return (sorted.length == 0) ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
		}

	}

}
