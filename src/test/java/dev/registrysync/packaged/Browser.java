package dev.registrysync.packaged;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page in a real Chromium without a screen, over the Chrome DevTools Protocol.
 */
final class Browser implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String LISTENS = "DevTools listening on ws://";

	private final HttpClient client = HttpClient.newHttpClient();

	private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();

	private final Process process;

	private final WebSocket page;

	private int calls;

	private Browser(Process process) throws IOException {
		this.process = process;
		BufferedReader said = process.inputReader();
		String line = said.lines().filter((text) -> text.startsWith(LISTENS)).findFirst().orElseThrow();
		drain(said);
		URI target = URI
			.create("http://" + line.substring(LISTENS.length()).replaceFirst("/.*", "/json/new?about:blank"));
		this.page = this.client.newWebSocketBuilder().buildAsync(open(target), new Answers()).join();
		call("Emulation.setDeviceMetricsOverride",
				Map.of("width", 1280, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
	}

	/**
	 * Where Chromium is; empty if it is not installed.
	 */
	static Optional<Path> find() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, "chromium"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	static Browser start(Path chromium, Path profile) {
		try {
			return new Browser(
					new ProcessBuilder(chromium.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
							"--disable-dev-shm-usage", "--remote-debugging-port=0", "--user-data-dir=" + profile)
						.redirectErrorStream(true)
						.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void drain(BufferedReader said) {
		Thread reader = new Thread(() -> said.lines().forEach((line) -> {
		}), "chromium");
		reader.setDaemon(true);
		reader.start();
	}

	private URI open(URI target) throws IOException {
		try {
			String answer = this.client
				.send(HttpRequest.newBuilder(target).PUT(BodyPublishers.noBody()).build(), BodyHandlers.ofString())
				.body();
			return URI.create(JSON.readTree(answer).get("webSocketDebuggerUrl").asString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	void go(URI url) {
		call("Page.navigate", Map.of("url", url.toString()));
	}

	/**
	 * Waits until there is such an element, and clicks it.
	 */
	void click(String selector) {
		await(selector, "found.click()");
	}

	/**
	 * Waits until there is such a field, and types into it.
	 */
	void type(String selector, String text) {
		await(selector, """
				Object.getOwnPropertyDescriptor(Object.getPrototypeOf(found), 'value').set.call(found, %s);
				found.dispatchEvent(new Event('input', {bubbles: true}))""".formatted(JSON.writeValueAsString(text)));
	}

	/**
	 * Waits until there is such an element, and brings it into view.
	 */
	void show(String selector) {
		await(selector, "found.scrollIntoView()");
	}

	/**
	 * Waits until there is such an element, and reads it.
	 */
	String read(String selector) {
		return await(selector, "return found.innerText").asString();
	}

	private JsonNode await(String selector, String then) {
		String script = """
				new Promise((resolve, reject) => {
				  const look = () => {
				    const found = document.querySelector(%1$s);
				    if (!found) { setTimeout(look, 50); return; }
				    resolve((() => { %2$s })());
				  };
				  look();
				})""".formatted(JSON.writeValueAsString(selector), then);
		JsonNode result = call("Runtime.evaluate",
				Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
		assertThat(result.has("exceptionDetails")).as(result.toString()).isFalse();
		return result.at("/result/value");
	}

	void screenshot(Path file) {
		try {
			Files.write(file, Base64.getDecoder()
				.decode(call("Page.captureScreenshot", Map.of("format", "png")).get("data").asString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private JsonNode call(String method, Map<String, Object> parameters) {
		int id = ++this.calls;
		this.page.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true);
		try {
			while (true) {
				JsonNode answer = this.answers.take();
				if (answer.path("id").asInt(-1) == id) {
					assertThat(answer.has("result")).as(answer.toString()).isTrue();
					return answer.get("result");
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("No answer to %s %s".formatted(method, parameters), ex);
		}
	}

	@Override
	public void close() {
		this.page.abort();
		List<ProcessHandle> children = this.process.descendants().toList();
		this.process.destroyForcibly();
		children.forEach(ProcessHandle::destroyForcibly);
		this.process.onExit().join();
	}

	private final class Answers implements WebSocket.Listener {

		private final StringBuilder text = new StringBuilder();

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
			this.text.append(part);
			if (last) {
				Browser.this.answers.add(JSON.readTree(this.text.toString()));
				this.text.setLength(0);
			}
			socket.request(1);
			return null;
		}

	}

}
