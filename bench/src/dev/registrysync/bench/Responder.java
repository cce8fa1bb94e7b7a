package dev.registrysync.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The floor of a read: a program in C that gives each request the same bytes.
 */
final class Responder implements AutoCloseable {

	private final Process process;

	private final String url;

	/**
	 * @param answer status line, headers and body
	 */
	Responder(Path directory, byte[] answer) throws IOException, InterruptedException {
		Path file = Files.write(directory.resolve("answer"), answer);
		Path program = CSource.compile("epoll", directory);
		this.process = new ProcessBuilder(program.toString(), file.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		BufferedReader said = new BufferedReader(new InputStreamReader(this.process.getInputStream()));
		this.url = "http://127.0.0.1:" + Integer.parseInt(said.readLine());
	}

	String url() {
		return this.url;
	}

	ProcessUsage usage() {
		return new ProcessUsage(this.process.pid());
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

}
