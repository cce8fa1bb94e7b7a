package dev.registrysync.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stacks that were sampled, each with its outermost frame first.
 */
final class Stacks {

	private final List<List<String>> all = new ArrayList<>();

	/**
	 * Adds a sample; one without frames is none.
	 */
	void add(List<String> stack) {
		if (!stack.isEmpty()) {
			this.all.add(List.copyOf(stack));
		}
	}

	int size() {
		return this.all.size();
	}

	/**
	 * How often a method was the one that was executed.
	 */
	Map<String, Long> self() {
		Map<String, Long> counts = new TreeMap<>();
		this.all.forEach((stack) -> counts.merge(stack.get(stack.size() - 1), 1L, Long::sum));
		return counts;
	}

	/**
	 * How often one of our methods was the innermost of ours: it, and the libraries that
	 * it called.
	 */
	Map<String, Long> innermost() {
		Map<String, Long> counts = new TreeMap<>();
		this.all.forEach((stack) -> stack.stream()
			.filter(Stacks::isOurs)
			.reduce((outer, inner) -> inner)
			.ifPresent((method) -> counts.merge(method, 1L, Long::sum)));
		return counts;
	}

	/**
	 * How often one of our methods was anywhere on the stack.
	 */
	Map<String, Long> inclusive() {
		Map<String, Long> counts = new TreeMap<>();
		this.all.forEach((stack) -> new HashSet<>(stack).stream()
			.filter(Stacks::isOurs)
			.forEach((method) -> counts.merge(method, 1L, Long::sum)));
		return counts;
	}

	static boolean isOurs(String method) {
		return method.startsWith("dev.registrysync.");
	}

}
