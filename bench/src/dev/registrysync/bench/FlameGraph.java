package dev.registrysync.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples as a picture that needs nothing else: the outermost frame is on top, and as
 * wide as it has samples. A method's name and share show when the pointer is over it.
 */
final class FlameGraph {

	private static final int WIDTH = 1600;

	private static final int ROW = 16;

	private static final int HEAD = 28;

	private static final double CHARACTER = 6.6;

	/** What is narrower, or was seen only once, is left out. */
	private static final double NARROWEST = 2;

	private final String title;

	private final Frame root = new Frame();

	private final List<String> boxes = new ArrayList<>();

	private int rows;

	FlameGraph(String title, Stacks stacks) {
		this.title = title;
		stacks.all().forEach(this.root::add);
	}

	String svg() {
		drawChildren(this.root, 0, 0);
		int height = HEAD + (this.rows + 1) * ROW;
		return """
				<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
				font-family="monospace" font-size="11">
				<rect width="%1$d" height="%2$d" fill="#fff"/>
				<text x="4" y="18" font-size="14">%3$s: %4$s samples</text>
				%5$s
				</svg>
				""".formatted(WIDTH, height, escape(this.title), "%,d".formatted(this.root.samples),
				String.join("\n", this.boxes));
	}

	private void drawChildren(Frame parent, double x, int depth) {
		double left = x;
		for (Map.Entry<String, Frame> child : parent.children.entrySet()) {
			double width = (double) WIDTH * child.getValue().samples / this.root.samples;
			if (width >= NARROWEST && child.getValue().samples > 1) {
				draw(child.getKey(), child.getValue(), left, width, depth);
				drawChildren(child.getValue(), left, depth + 1);
			}
			left += width;
		}
	}

	private void draw(String method, Frame frame, double x, double width, int depth) {
		this.rows = Math.max(this.rows, depth + 1);
		int y = HEAD + depth * ROW;
		String label = label(method, (int) ((width - 4) / CHARACTER));
		this.boxes.add(String.format(Locale.ROOT,
				"<g><title>%s: %,d samples, %.1f %%</title>"
						+ "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%s</g>",
				escape(method), frame.samples, 100.0 * frame.samples / this.root.samples, x, y, width - 0.3, ROW - 1,
				colour(method), label.isEmpty() ? "" : String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>",
						x + 2, y + 12, escape(label))));
	}

	/**
	 * Class and method, or as much of them as there is room for.
	 */
	private static String label(String method, int room) {
		String name = method.substring(method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1);
		return (room < 3) ? "" : (name.length() <= room) ? name : name.substring(0, room - 1) + "…";
	}

	/**
	 * Ours, the JDK's, and that of libraries.
	 */
	private static String colour(String method) {
		if (Stacks.isOurs(method)) {
			return "#8fc98f";
		}
		return method.matches("(java|javax|jdk|sun|com\\.sun)\\..*") ? "#f2b880" : "#f0dc82";
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	/**
	 * A method below those that called it.
	 */
	private static final class Frame {

		private final Map<String, Frame> children = new TreeMap<>();

		private int samples;

		private void add(List<String> stack) {
			this.samples++;
			if (!stack.isEmpty()) {
				this.children.computeIfAbsent(stack.get(0), (first) -> new Frame()).add(stack.subList(1, stack.size()));
			}
		}

	}

}
