package dev.registrysync.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Spring Boot application as a process of its own, and what CPU time it took.
 */
final class ServerProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	/** Threads of the JVM that compile, and that collect garbage. */
	private static final Pattern COMPILER = Pattern.compile("^\\d+ \\(C[12] ");

	private static final Pattern COLLECTOR = Pattern.compile("^\\d+ \\((GC Thread|G1 )");

	private static final double TICKS_A_SECOND = 100;

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
		List<String> all = new ArrayList<>();
		all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		all.addAll(command);
		all.add("--server.port=0");
		Path log = Files.createTempFile(directory, "server-", ".log");
		Process process = new ProcessBuilder(all).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
		while (true) {
			Matcher port = PORT.matcher(Files.readString(log));
			if (port.find() && Files.readString(log).contains("Started ")) {
				return new ServerProcess(process, log, "http://127.0.0.1:" + port.group(1));
			}
			if (!process.isAlive()) {
				throw new IllegalStateException("it did not start:\n" + Files.readString(log));
			}
			Thread.sleep(20);
		}
	}

	String url() {
		return this.url;
	}

	/**
	 * The CPU time that its threads took up to now.
	 */
	CpuTime cpu() throws IOException {
		double compiling = 0;
		double collecting = 0;
		File[] threads = Path.of("/proc", Long.toString(this.process.pid()), "task").toFile().listFiles();
		for (File thread : (threads != null) ? threads : new File[0]) {
			String stat = read(thread.toPath().resolve("stat"));
			if (COMPILER.matcher(stat).find()) {
				compiling += seconds(stat);
			}
			else if (COLLECTOR.matcher(stat).find()) {
				collecting += seconds(stat);
			}
		}
		return new CpuTime(seconds(read(Path.of("/proc", Long.toString(this.process.pid()), "stat"))), compiling,
				collecting);
	}

	/**
	 * Empty if the thread has ended meanwhile.
	 */
	private static String read(Path stat) throws IOException {
		try {
			return Files.readString(stat);
		}
		catch (NoSuchFileException ex) {
			return "";
		}
	}

	private static double seconds(String stat) {
		if (stat.isEmpty()) {
			return 0;
		}
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
	}

	/**
	 * The most memory that it had up to now, in MB.
	 */
	double peakMemory() throws IOException {
		return status("VmHWM") / 1024.0;
	}

	/**
	 * The memory that it has now, in MB.
	 */
	double memory() throws IOException {
		return status("VmRSS") / 1024.0;
	}

	int threads() throws IOException {
		return (int) status("Threads");
	}

	private long status(String name) throws IOException {
		String status = Files.readString(Path.of("/proc", Long.toString(this.process.pid()), "status"));
		Matcher line = Pattern.compile(name + ":\\s+(\\d+)").matcher(status);
		return line.find() ? Long.parseLong(line.group(1)) : 0;
	}

	int openFiles() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(this.process.pid()), "fd"))) {
			return (int) files.count();
		}
	}

	void collectGarbage() throws IOException, InterruptedException {
		String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		Process collection = new ProcessBuilder(jcmd, Long.toString(this.process.pid()), "GC.run")
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (collection.waitFor() != 0) {
			throw new IllegalStateException("jcmd could not have garbage collected");
		}
	}

	JsonNode sync(String body) throws IOException, InterruptedException {
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
		return JsonMapper.shared().readTree(answer.body());
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
