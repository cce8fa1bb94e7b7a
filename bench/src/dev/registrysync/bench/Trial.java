package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One registry from its first sync on: the service, its coordinator and the entries. The
 * result of each run is checked, after its CPU time was taken.
 */
final class Trial implements AutoCloseable {

	private final Path directory;

	private final Commands commands;

	private final Entries entries;

	private final CoordinatorServer coordinator = new CoordinatorServer();

	private byte[] answer = {};

	private ServerProcess service;

	/**
	 * Starts the service with an empty data directory.
	 * @param parent where the directory for the files is made
	 * @param size how many entries the coordinator offers
	 */
	Trial(Path parent, Commands commands, int size, String... arguments) throws IOException, InterruptedException {
		this.directory = Files.createTempDirectory(parent, "trial-");
		this.commands = commands;
		this.entries = new Entries(size);
		offer();
		this.service = launch(arguments);
	}

	private ServerProcess launch(String... arguments) throws IOException, InterruptedException {
		List<String> command = this.commands.service(data(), this.coordinator.url(), arguments);
		return ServerProcess.start(this.directory, command);
	}

	private void offer() {
		this.answer = this.entries.toJson();
		this.coordinator.offer(this.answer, "");
	}

	int size() {
		return this.entries.count();
	}

	private Path data() {
		return this.directory.resolve("data");
	}

	/**
	 * The registry file.
	 */
	Path file() {
		return data().resolve("config/official_agents_registry.json");
	}

	/**
	 * The bytes of both databases, of which those of the keys are one.
	 */
	long databaseSize() throws IOException {
		long size = 0;
		for (String folder : List.of("state", "keystore")) {
			try (var files = Files.walk(data().resolve(folder))) {
				for (Path file : files.filter((path) -> path.toString().contains(".db")).toList()) {
					size += Files.size(file);
				}
			}
		}
		return size;
	}

	/**
	 * What the coordinator offers.
	 */
	byte[] answer() {
		return this.answer;
	}

	/**
	 * The path of an entry.
	 */
	String path(int number) {
		return "/registry/agents/agent-%07d".formatted(number % size());
	}

	ServerProcess service() {
		return this.service;
	}

	/**
	 * Starts the service again, which then remembers only what is in its files.
	 */
	void restart() throws IOException, InterruptedException {
		this.service.close();
		this.service = launch();
	}

	/**
	 * Syncs entries that are new, without a look at their signatures.
	 * @param count how many there are then
	 */
	CpuTime add(int count) throws IOException, InterruptedException {
		this.entries.grow(count);
		offer();
		CpuTime before = this.service.cpu();
		Report report = this.service.sync("{\"validate_signatures\": false}");
		CpuTime took = this.service.cpu().since(before);
		report.require("outcome", "SUCCEEDED").require("agents_synced", count);
		FileEntries file = FileEntries.read(file());
		Report.require(file.size() == count && file.attested() == count, "the file has all entries, attested");
		return took;
	}

	/**
	 * Validates all signatures that this process has not validated; nothing else is to be
	 * done.
	 */
	CpuTime validate() throws IOException, InterruptedException {
		CpuTime before = this.service.cpu();
		Report report = this.service.sync("{}");
		CpuTime took = this.service.cpu().since(before);
		report.require("outcome", "NO_CHANGE")
			.require("signatures_validated", size())
			.require("signatures_invalid", 0);
		return took;
	}

	/**
	 * The mean of some runs in which nothing changed, and nothing is validated again.
	 */
	CpuTime unchanged(int runs) throws IOException, InterruptedException {
		CpuTime before = this.service.cpu();
		for (int i = 0; i < runs; i++) {
			this.service.sync("{}").require("outcome", "NO_CHANGE");
		}
		return this.service.cpu().since(before).times(1.0 / runs);
	}

	/**
	 * The mean of some runs in each of which some entries changed.
	 */
	CpuTime change(int some, int runs) throws IOException, InterruptedException {
		FileEntries old = FileEntries.read(file());
		CpuTime before = this.service.cpu();
		for (int i = 0; i < runs; i++) {
			this.entries.move(some);
			offer();
			this.service.sync("{}").require("outcome", "SUCCEEDED").require("signatures_validated", size());
		}
		CpuTime took = this.service.cpu().since(before).times(1.0 / runs);
		Report.require(FileEntries.read(file()).differing(old) == some, "as many entries changed as the source's");
		return took;
	}

	@Override
	public void close() throws IOException, InterruptedException {
		stop();
		this.coordinator.close();
		Directories.delete(this.directory);
	}

	/**
	 * Stops the service as an operator would.
	 */
	void stop() throws InterruptedException {
		this.service.close();
	}

}
