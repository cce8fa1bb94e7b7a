package dev.registrysync.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A coordinator on loopback that offers agents and no tools.
 */
final class CoordinatorServer implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private volatile byte[] agents = "{}".getBytes();

	private volatile String etag = "";

	CoordinatorServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/**
	 * Offers this from now on.
	 * @param etag empty for none
	 */
	void offer(byte[] agents, String etag) {
		this.agents = agents;
		this.etag = etag;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			boolean known = !this.etag.isEmpty()
					&& this.etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
			if (!exchange.getRequestURI().getPath().equals("/registry/agents")) {
				exchange.sendResponseHeaders(404, -1);
				return;
			}
			if (!this.etag.isEmpty()) {
				exchange.getResponseHeaders().add("ETag", this.etag);
			}
			if (known) {
				exchange.sendResponseHeaders(304, -1);
				return;
			}
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, this.agents.length);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(this.agents);
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdown();
	}

}
