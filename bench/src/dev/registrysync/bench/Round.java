package dev.registrysync.bench;

import java.io.IOException;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One round with N entries: the cases that were asked for, in the order in which a
 * service meets them, each beside its floor. Those that others build upon are run in any
 * case.
 */
final class Round {

	private static final String START = "start";

	private static final String IDLE = "idle";

	private static final String CHANGE = "change";

	private static final String REST = "rest";

	private static final String READS = "reads";

	private static final String LOAD = "load";

	/** All that can be asked for. */
	static final Set<String> CASES = Set.of(Results.COLD, START, Results.VALIDATE, IDLE, CHANGE, REST, READS, LOAD);

	private final Set<String> cases;

	private final Trial trial;

	private final Floors floors;

	private final Results results;

	Round(Set<String> cases, Trial trial, Floors floors, Results results) {
		this.cases = cases;
		this.trial = trial;
		this.floors = floors;
		this.results = results;
	}

	void run() throws IOException, InterruptedException {
		StartCase start = new StartCase(this.trial, this.results);
		if (asked(START)) {
			start.empty();
		}
		cold();
		if (asked(START)) {
			start.full();
		}
		if (!Set.of(Results.COLD, START).containsAll(this.cases)) {
			this.trial.start();
			runWarm();
		}
	}

	private void runWarm() throws IOException, InterruptedException {
		validate();
		if (asked(IDLE)) {
			idle();
		}
		if (asked(CHANGE)) {
			for (int some : IntStream.of(1, 100, size() / 100).distinct().toArray()) {
				change(some);
			}
		}
		if (asked(REST)) {
			this.results.addHeap(size(), Footprint.of(this.trial.service()).heap());
		}
		if (asked(READS)) {
			new ReadsCase(this.trial, this.results).run();
		}
		if (asked(LOAD)) {
			new LoadCase(this.trial, this.results).run();
		}
	}

	private boolean asked(String name) {
		return this.cases.contains(name);
	}

	private int size() {
		return this.trial.size();
	}

	private void cold() throws IOException, InterruptedException {
		this.trial.start();
		CpuTime took = this.trial.cold();
		if (asked(Results.COLD)) {
			this.results.add(Results.COLD, size(), took, this.floors.crypto(size()).cold(),
					"raw: N keys, 2N signatures");
			this.results.add("peak memory, cold", size(), this.trial.service().usage().peakMemory(),
					"MB of the process, start included");
		}
		this.trial.stop();
	}

	private void validate() throws IOException, InterruptedException {
		CpuTime took = this.trial.validate();
		if (asked(Results.VALIDATE)) {
			this.results.add(Results.VALIDATE, size(), took, this.floors.crypto(size()).recoveries(),
					"raw: 2N recoveries");
		}
	}

	private void idle() throws IOException, InterruptedException {
		this.trial.idle();
		this.results.add("idle", size(), this.trial.idle(), this.floors.hash(this.trial.answer(), this.trial.file()),
				"read + SHA-256 of answer and file");
		this.trial.offer("\"1\"");
		this.trial.idle();
		this.results.add("idle, 304", size(), this.trial.idle(), this.floors.hash(new byte[0], this.trial.file()),
				"read + SHA-256 of the file");
		this.trial.offer("");
	}

	private void change(int some) throws IOException, InterruptedException {
		CpuTime took = this.trial.change(some);
		int measured = Math.max(some, 100);
		Floors.Raw raw = this.floors.crypto(measured);
		double crypto = (raw.signatures() + raw.recoveries()) * some / measured;
		this.results.add((some == size() / 100 && some > 100) ? "change 1 %" : "change " + some, size(), took,
				this.floors.parseAndReplace(this.trial.answer(), this.trial.file()) + crypto,
				"token parse of both, raw for k, atomic replace");
	}

}
