package dev.registrysync.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

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

	List<List<String>> all() {
		return List.copyOf(this.all);
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
	 * How often a method was anywhere on the stack, for those that are wanted.
	 */
	Map<String, Long> inclusive(Predicate<String> wanted) {
		Map<String, Long> counts = new TreeMap<>();
		this.all.forEach((stack) -> new HashSet<>(stack).stream()
			.filter(wanted)
			.forEach((method) -> counts.merge(method, 1L, Long::sum)));
		return counts;
	}

}
