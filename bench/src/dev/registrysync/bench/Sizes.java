package dev.registrysync.bench;

import java.util.List;

/**
 * Numbers of entries, as the command line has them.
 */
final class Sizes {

	private Sizes() {
	}

	/**
	 * For example of {@code 1000 10,000}.
	 * @param otherwise if there are none
	 */
	static List<Integer> of(List<String> arguments, List<Integer> otherwise) {
		return arguments.isEmpty() ? otherwise
				: arguments.stream().map((size) -> Integer.valueOf(size.replace(",", ""))).toList();
	}

}
