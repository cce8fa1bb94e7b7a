package dev.registrysync.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Reads of one entry, beside an application that does nothing but answer with as many
 * bytes, when the code of both is compiled.
 */
final class ReadsCase implements Goals.Case {

	private static final int CALLERS = 8;

	private static final int REQUESTS = 20_000;

	private static final int ROUNDS = 3;

	private final Path directory;

	private final Commands commands;

	private final int size;

	ReadsCase(Path directory, Commands commands, int size) {
		this.directory = directory;
		this.commands = commands;
		this.size = size;
	}

	@Override
	public void run(Results results) throws IOException, InterruptedException {
		try (Trial trial = new Trial(this.directory, this.commands, this.size);
				ServerProcess empty = ServerProcess.start(this.directory, Commands.asked().empty())) {
			trial.add(this.size);
			Callers readers = readers(trial);
			Callers others = callers(empty, "/bytes/" + body(trial));
			readers.send(2 * REQUESTS);
			others.send(2 * REQUESTS);
			for (int round = 0; round < ROUNDS; round++) {
				results.add(Goal.GET, cpu(trial.service(), readers), cpu(empty, others));
			}
		}
	}

	static Callers readers(Trial trial) {
		return callers(trial.service(), trial.path(trial.size() / 2));
	}

	private static Callers callers(ServerProcess server, String path) {
		byte[] request = KeptConnection.request("GET", path, "");
		return new Callers(CALLERS, server.url(), (number) -> request);
	}

	private static int body(Trial trial) throws IOException {
		try (KeptConnection connection = new KeptConnection(trial.service().url())) {
			byte[] answer = connection.send(KeptConnection.request("GET", trial.path(trial.size() / 2), ""));
			String text = new String(answer, StandardCharsets.ISO_8859_1);
			return text.length() - text.indexOf("\r\n\r\n") - 4;
		}
	}

	/**
	 * Of 1,000 requests.
	 */
	private static double cpu(ServerProcess server, Callers callers) throws IOException, InterruptedException {
		CpuTime before = server.cpu();
		callers.send(REQUESTS);
		return server.cpu().since(before).total() * 1_000 / REQUESTS;
	}

}
