package dev.registrysync.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads, 1,000 requests each: one entry, the same when the caller has it already, and a
 * page. Beside a program in C that gives the same answers, and beside an application that
 * does nothing but answer with as many bytes.
 */
final class ReadsCase {

	private static final Pattern ETAG = Pattern.compile("ETag: (\\S+)");

	private static final String BARE = "the same answer by a bare epoll responder";

	private static final String APPLICATION = "as many bytes by an empty application";

	/** Of something small; a page is larger. */
	private static final int REQUESTS = 40_000;

	private static final int PAGES = 8_000;

	/** The part of the compiler from which on it is too early to measure. */
	private static final double COMPILING = 0.05;

	private static final int MOST_REPEATS = 6;

	private final Trial trial;

	private final Results results;

	ReadsCase(Trial trial, Results results) {
		this.trial = trial;
		this.results = results;
	}

	void run() throws IOException, InterruptedException {
		try (ServerProcess empty = ServerProcess.start(this.trial.directory(), this.trial.commands().empty())) {
			Callers one = service(this.trial.middle(), 200);
			both("GET one", one, REQUESTS, empty);
			bare("GET one, 304", service(this.trial.middle(), 304, "If-None-Match", etag(one.ask())), REQUESTS);
			both("GET page", service("/syncs/%s/changes?limit=100".formatted(this.trial.firstSync()), 200), PAGES,
					empty);
		}
	}

	private Callers service(String path, int status, String... headers) {
		return new Callers(this.trial.service().url(), path, status, headers);
	}

	private static String etag(byte[] answer) {
		Matcher etag = ETAG.matcher(new String(answer, StandardCharsets.ISO_8859_1));
		Report.require(etag.find(), "the entry has an ETag");
		return etag.group(1);
	}

	private void both(String name, Callers callers, int requests, ServerProcess empty)
			throws IOException, InterruptedException {
		CpuTime ours = bare(name, callers, requests);
		Callers application = new Callers(empty.url(), "/bytes/" + body(callers.ask()), 200);
		add(name + ", beside an application", ours, cpu(application, requests, empty.usage()), APPLICATION);
	}

	private static int body(byte[] answer) {
		String text = new String(answer, StandardCharsets.ISO_8859_1);
		return text.length() - text.indexOf("\r\n\r\n") - 4;
	}

	private CpuTime bare(String name, Callers callers, int requests) throws IOException, InterruptedException {
		CpuTime ours = cpu(callers, requests, this.trial.service().usage());
		byte[] answer = callers.ask();
		try (Responder responder = new Responder(this.trial.directory(), answer)) {
			add(name, ours, cpu(callers.at(responder.url()), requests, responder.usage()), BARE);
		}
		return ours;
	}

	private void add(String name, CpuTime ours, CpuTime floor, String floorName) {
		this.results.add("1,000 × " + name, this.trial.size(), ours, floor.total(), floorName);
	}

	/**
	 * Of 1,000 requests, the first of which are left out, as long as the compiler takes a
	 * part that counts.
	 */
	private static CpuTime cpu(Callers callers, int requests, ProcessUsage usage)
			throws IOException, InterruptedException {
		callers.ask(requests);
		CpuTime took = cpuOnce(callers, requests, usage);
		for (int i = 1; i < MOST_REPEATS && took.compiling() > COMPILING * took.total(); i++) {
			took = cpuOnce(callers, requests, usage);
		}
		return took.times(1_000.0 / requests);
	}

	private static CpuTime cpuOnce(Callers callers, int requests, ProcessUsage usage)
			throws IOException, InterruptedException {
		CpuTime before = usage.cpu();
		callers.ask(requests);
		return usage.cpu().since(before);
	}

}
