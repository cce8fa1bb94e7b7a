package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * One registry from its first sync on: the service, its coordinator and N entries. The
 * result of each run is checked, after its CPU time was taken.
 */
final class Trial implements AutoCloseable {

	private static final int IDLE_RUNS = 3;

	private final Path directory;

	private final Commands commands;

	private final Entries entries;

	private final CoordinatorServer coordinator;

	private byte[] answer;

	private ServerProcess service;

	private String firstSync = "";

	/**
	 * @param directory for its files; what an earlier trial left there is deleted
	 * @param size how many entries the coordinator offers
	 */
	Trial(Path directory, Commands commands, int size) throws IOException {
		this.directory = directory;
		this.commands = commands;
		this.entries = new Entries(size);
		this.coordinator = new CoordinatorServer();
		Directories.delete(data());
		offer("");
	}

	int size() {
		return this.entries.count();
	}

	Path directory() {
		return this.directory;
	}

	Commands commands() {
		return this.commands;
	}

	Path data() {
		return this.directory.resolve("data");
	}

	/**
	 * The registry file.
	 */
	Path file() {
		return data().resolve("config/official_agents_registry.json");
	}

	/**
	 * What the coordinator offers.
	 */
	byte[] answer() {
		return this.answer;
	}

	/**
	 * The path of the entry in the middle.
	 */
	String middle() {
		return "/registry/agents/agent-%07d".formatted(size() / 2);
	}

	String coordinatorUrl() {
		return this.coordinator.url();
	}

	ServerProcess service() {
		return this.service;
	}

	/**
	 * The id of the cold run.
	 */
	String firstSync() {
		return this.firstSync;
	}

	/**
	 * Starts the service, which then remembers only what is in its files.
	 */
	void start() throws IOException, InterruptedException {
		stop();
		this.service = ServerProcess.start(this.directory, this.commands.service(data(), coordinatorUrl()));
	}

	void stop() throws InterruptedException {
		if (this.service != null) {
			this.service.close();
			this.service = null;
		}
	}

	/**
	 * Offers the entries as they are now.
	 * @param etag empty for none
	 */
	void offer(String etag) {
		this.answer = this.entries.toJson();
		this.coordinator.offer(this.answer, etag);
	}

	/**
	 * Moves some on, and offers that.
	 */
	void move(int some) {
		this.entries.move(some);
		offer("");
	}

	/**
	 * The first sync: all entries are new.
	 */
	CpuTime cold() throws IOException, InterruptedException {
		CpuTime before = this.service.cpu();
		Report report = this.service.sync("{\"validate_signatures\": false}");
		CpuTime took = this.service.cpu().since(before);
		report.require("outcome", "SUCCEEDED").require("agents_synced", size()).require("keys_updated", size());
		FileEntries file = FileEntries.read(file());
		Report.require(file.size() == size() && file.attested() == size(), "the file has all entries, attested");
		this.firstSync = report.get("sync_id");
		return took;
	}

	/**
	 * The first sync after a start: nothing changed, and all is checked.
	 */
	CpuTime validate() throws IOException, InterruptedException {
		CpuTime before = this.service.cpu();
		Report report = this.service.sync("{}");
		CpuTime took = this.service.cpu().since(before);
		report.require("outcome", "NO_CHANGE").require("signatures_validated", size()).require("signatures_invalid", 0);
		return took;
	}

	/**
	 * One of some runs in which nothing changed, and nothing is checked again.
	 */
	CpuTime idle() throws IOException, InterruptedException {
		CpuTime before = this.service.cpu();
		for (int i = 0; i < IDLE_RUNS; i++) {
			this.service.sync("{}").require("outcome", "NO_CHANGE");
		}
		return this.service.cpu().since(before).times(1.0 / IDLE_RUNS);
	}

	/**
	 * A run in which some entries changed.
	 */
	CpuTime change(int some) throws IOException, InterruptedException {
		move(some);
		FileEntries old = FileEntries.read(file());
		CpuTime before = this.service.cpu();
		Report report = this.service.sync("{}");
		CpuTime took = this.service.cpu().since(before);
		report.require("outcome", "SUCCEEDED").require("signatures_validated", size());
		Report.require(FileEntries.read(file()).differing(old) == some, "as many entries changed as moved on");
		return took;
	}

	@Override
	public void close() throws InterruptedException {
		stop();
		this.coordinator.close();
	}

}
