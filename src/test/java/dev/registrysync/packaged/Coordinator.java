package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A coordinator on a free port, whose answers the test sets.
 */
public final class Coordinator implements AutoCloseable {

	private static final String NOTHING = "{}";

	private final HttpServer server;

	private final ExecutorService workers = Executors.newCachedThreadPool(Coordinator::daemon);

	private final Map<String, String> documents = new ConcurrentHashMap<>();

	private final List<String> authorizations = new CopyOnWriteArrayList<>();

	private final List<String> traceParents = new CopyOnWriteArrayList<>();

	private final Map<String, Integer> questions = new ConcurrentHashMap<>();

	private volatile Hold hold = Hold.none();

	private volatile int status = 200;

	private Coordinator(InetAddress address) {
		try {
			this.server = HttpServer.create(new InetSocketAddress(address, 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.workers);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	public static Coordinator onLoopback() {
		return new Coordinator(InetAddress.getLoopbackAddress());
	}

	/**
	 * Reachable from a container on this machine.
	 */
	static Coordinator onEveryAddress() {
		return new Coordinator(new InetSocketAddress(0).getAddress());
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work, "coordinator");
		thread.setDaemon(true);
		return thread;
	}

	public Coordinator agents(String body) {
		this.documents.put("/registry/agents", body);
		return this;
	}

	public Coordinator tools(String body) {
		this.documents.put("/registry/tools", body);
		return this;
	}

	/**
	 * Answers with that status from now on.
	 */
	public Coordinator status(int with) {
		this.status = with;
		return this;
	}

	public URI url() {
		return url("127.0.0.1");
	}

	URI url(String host) {
		return URI.create("http://%s:%d".formatted(host, this.server.getAddress().getPort()));
	}

	/**
	 * The Authorization headers of all questions so far.
	 */
	List<String> authorizations() {
		return this.authorizations;
	}

	/**
	 * The traceparent headers of all questions so far.
	 */
	public List<String> traceParents() {
		return this.traceParents;
	}

	/**
	 * How often it was asked for a path.
	 */
	int questions(String path) {
		return this.questions.getOrDefault(path, 0);
	}

	/**
	 * Lets all further questions wait.
	 */
	public Hold hold() {
		this.hold = new Hold(1);
		return this.hold;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.authorizations.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
			this.traceParents.addAll(exchange.getRequestHeaders().getOrDefault("traceparent", List.of()));
			this.questions.merge(exchange.getRequestURI().getPath(), 1, Integer::sum);
			this.hold.pass();
			byte[] body = this.documents.getOrDefault(exchange.getRequestURI().getPath(), NOTHING)
				.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(this.status, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	@Override
	public void close() {
		this.hold.release();
		this.server.stop(0);
		this.workers.shutdownNow();
	}

	/**
	 * A gate before the answers.
	 */
	public static final class Hold {

		private final CountDownLatch asked = new CountDownLatch(1);

		private final CountDownLatch released;

		private Hold(int locks) {
			this.released = new CountDownLatch(locks);
		}

		private static Hold none() {
			return new Hold(0);
		}

		private void pass() {
			this.asked.countDown();
			await(this.released);
		}

		/**
		 * Waits until somebody stands at the gate.
		 */
		public void awaitQuestion() {
			await(this.asked);
		}

		public void release() {
			this.released.countDown();
		}

		private static void await(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

	}

}
