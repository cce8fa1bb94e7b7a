package dev.registrysync.packaged;

import java.util.List;

/**
 * The metrics of a service as Prometheus sees them at one moment.
 *
 * @param series one line each
 */
record Scrape(List<String> series) {

	Scrape {
		series = List.copyOf(series);
	}

	static Scrape of(Api api) {
		return new Scrape(
				api.get("/actuator/prometheus").body().lines().filter((line) -> !line.startsWith("#")).toList());
	}

	/**
	 * The sum of all series of a name, or of those with a label.
	 * @param label as in {@code uri="/sync"}; may be empty
	 */
	double sum(String name, String label) {
		return this.series.stream()
			.filter((line) -> line.startsWith(name + "{") && line.contains(label))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

}
