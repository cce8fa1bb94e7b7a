package dev.registrysync.operations;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text that Prometheus gets, taken apart.
 *
 * @param types the type of each metric
 * @param samples the value of each series, {@code name{label="value",…}}
 */
record Scrape(Map<String, String> types, Map<String, Double> samples) {

	private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");

	private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{.*})?) (\\S+)");

	private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	static Scrape parse(String text) {
		Map<String, String> types = new TreeMap<>();
		Map<String, Double> samples = new LinkedHashMap<>();
		text.lines().forEach((line) -> {
			Matcher type = TYPE.matcher(line);
			Matcher sample = SAMPLE.matcher(line);
			if (type.matches()) {
				types.put(type.group(1), type.group(2));
			}
			else if (!line.startsWith("#") && sample.matches()) {
				samples.put(sample.group(1), Double.parseDouble(sample.group(2)));
			}
		});
		return new Scrape(types, samples);
	}

	/**
	 * The names of all series, those of the parts of histograms too.
	 */
	Set<String> names() {
		Set<String> names = new TreeSet<>();
		this.samples.keySet().forEach((series) -> names.add(name(series)));
		return names;
	}

	static String name(String series) {
		return series.contains("{") ? series.substring(0, series.indexOf('{')) : series;
	}

	/**
	 * The labels of a series, but for the bounds of a histogram's buckets.
	 */
	static Map<String, String> labels(String series) {
		Map<String, String> labels = new TreeMap<>();
		LABEL.matcher(series).results().forEach((label) -> labels.put(label.group(1), label.group(2)));
		labels.remove("le");
		return labels;
	}

}
