package dev.registrysync.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of text, each column as wide as its widest cell.
 */
final class Table {

	private static final int MAX_WIDTH = 60;

	private final List<List<String>> rows = new ArrayList<>();

	private final int columns;

	Table(String... headings) {
		this.columns = headings.length;
		this.rows.add(List.of(headings));
	}

	void add(String... cells) {
		if (cells.length != this.columns) {
			throw new IllegalArgumentException("a row has %d cells".formatted(this.columns));
		}
		this.rows.add(List.of(cells));
	}

	boolean isEmpty() {
		return this.rows.size() == 1;
	}

	void print(PrintWriter out) {
		int[] widths = IntStream.range(0, this.columns).map(this::width).toArray();
		this.rows.forEach((row) -> out.println(line(row, widths)));
	}

	private String line(List<String> row, int[] widths) {
		StringBuilder line = new StringBuilder();
		for (int i = 0; i < this.columns - 1; i++) {
			line.append(row.get(i)).append(" ".repeat(Math.max(0, widths[i] - length(row.get(i))) + 2));
		}
		return line.append(row.get(this.columns - 1)).toString().stripTrailing();
	}

	private int width(int column) {
		return Math.min(MAX_WIDTH, this.rows.stream().mapToInt((row) -> length(row.get(column))).max().orElse(0));
	}

	private static int length(String cell) {
		return cell.codePointCount(0, cell.length());
	}

}
