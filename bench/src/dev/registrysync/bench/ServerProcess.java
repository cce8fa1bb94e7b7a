package dev.registrysync.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.json.JsonMapper;

/**
 * A Spring Boot application as a process of its own, and what CPU time it took.
 */
final class ServerProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private static final Duration LONGEST_START = Duration.ofMinutes(10);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Process process;

	private final Path log;

	private final String url;

	private ServerProcess(Process process, Path log, String url) {
		this.process = process;
		this.log = log;
		this.url = url;
	}

	/**
	 * Starts it and waits until it is ready.
	 * @param command what stands behind {@code java}
	 */
	static ServerProcess start(Path directory, List<String> command) throws IOException, InterruptedException {
		Path log = Files.createTempFile(directory, "server-", ".log");
		Process process = launch(directory, command, log);
		long start = System.nanoTime();
		while (process.isAlive() && System.nanoTime() - start < LONGEST_START.toNanos()) {
			String text = Files.readString(log);
			Matcher port = PORT.matcher(text);
			if (port.find() && text.contains("Started ")) {
				return new ServerProcess(process, log, "http://127.0.0.1:" + port.group(1));
			}
			Thread.sleep(20);
		}
		process.destroyForcibly();
		throw new IllegalStateException("it did not start:\n" + Files.readString(log));
	}

	/**
	 * Starts one that ends by itself, and waits for that.
	 */
	static void runToItsEnd(Path directory, List<String> command) throws IOException, InterruptedException {
		Path log = Files.createTempFile(directory, "server-", ".log");
		int status = launch(directory, command, log).waitFor();
		if (status != 0) {
			throw new IllegalStateException("it ended with status %d:%n%s".formatted(status, Files.readString(log)));
		}
	}

	private static Process launch(Path directory, List<String> command, Path log) throws IOException {
		List<String> all = new ArrayList<>();
		all.add(tool("java"));
		all.addAll(command);
		all.add("--server.port=0");
		Process process = new ProcessBuilder(all).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		return process;
	}

	/**
	 * A program of the JDK that runs the benchmark.
	 */
	static String tool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name).toString();
	}

	String url() {
		return this.url;
	}

	ProcessUsage usage() {
		return new ProcessUsage(this.process.pid());
	}

	/**
	 * The CPU time that its threads took up to now.
	 */
	CpuTime cpu() throws IOException {
		return usage().cpu();
	}

	void collectGarbage() throws IOException, InterruptedException {
		jcmd("GC.run");
	}

	/**
	 * Asks its JVM for something.
	 */
	void jcmd(String... what) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(tool("jcmd"), Long.toString(this.process.pid())));
		command.addAll(List.of(what));
		CommandLine.run(command.toArray(String[]::new));
	}

	Report sync(String body) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + "/sync"))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofMinutes(30))
			.POST(BodyPublishers.ofString(body))
			.build();
		HttpResponse<String> answer = this.client.send(request, BodyHandlers.ofString());
		if (answer.statusCode() != 200) {
			throw new IllegalStateException(
					answer.statusCode() + " " + answer.body() + "\n" + Files.readString(this.log));
		}
		return new Report(JsonMapper.shared().readTree(answer.body()));
	}

	HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.url + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.client.send(request.build(), BodyHandlers.ofByteArray());
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
