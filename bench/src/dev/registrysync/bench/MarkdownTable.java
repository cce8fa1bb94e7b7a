package dev.registrysync.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table, each row of which is known by its first two cells: what, and with how many
 * entries.
 *
 * @param header its two first lines
 * @param rows the other lines
 */
record MarkdownTable(String header, List<String> rows) {

	MarkdownTable {
		rows = List.copyOf(rows);
	}

	/**
	 * This one, with the rows of an older text in which it may be that it does not have
	 * itself.
	 */
	MarkdownTable over(String text) {
		Map<String, String> all = new LinkedHashMap<>();
		int from = text.indexOf(this.header);
		if (from >= 0) {
			text.substring(from + this.header.length())
				.lines()
				.takeWhile((line) -> line.startsWith("|"))
				.forEach((row) -> all.put(key(row), row));
		}
		this.rows.forEach((row) -> all.put(key(row), row));
		return new MarkdownTable(this.header, all.values().stream().sorted((one, other) -> {
			return Long.compare(entries(one), entries(other));
		}).toList());
	}

	private static String key(String row) {
		String[] cells = row.split("\\|");
		return cells[1] + "|" + cells[2];
	}

	private static long entries(String row) {
		return Long.parseLong(row.split("\\|")[2].trim().replace(",", ""));
	}

	String text() {
		return this.rows.isEmpty() ? "" : this.header + String.join("\n", this.rows) + "\n";
	}

}
