package dev.registrysync.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.registrysync.registry.Kind;

/**
 * A coordinator with a fixed team of agents and tools, on a free port of the loopback
 * address. It never changes, so that a second sync finds nothing to do.
 */
public final class SampleCoordinator implements AutoCloseable {

	private static final byte[] NOT_FOUND = "{\"detail\":\"Not Found\"}".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NOT_ALLOWED = "{\"detail\":\"Method Not Allowed\"}".getBytes(StandardCharsets.US_ASCII);

	private final HttpServer server;

	private final Map<String, byte[]> documents;

	private SampleCoordinator(HttpServer server, Map<String, byte[]> documents) {
		this.server = server;
		this.documents = documents;
	}

	/**
	 * Starts it. Its threads do not keep the process alive.
	 */
	public static SampleCoordinator start() {
		Map<String, byte[]> documents = new LinkedHashMap<>();
		for (Kind kind : Kind.values()) {
			documents.put("/registry/" + kind, read("/demo/%s.json".formatted(kind)));
		}
		try {
			InetSocketAddress free = new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), 0);
			HttpServer server = HttpServer.create(free, 0);
			SampleCoordinator sample = new SampleCoordinator(server, documents);
			server.createContext("/", sample::answer);
			startInBackground(server);
			return sample;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("the sample coordinator cannot listen on the loopback address", ex);
		}
	}

	/**
	 * The server's thread is a daemon if the thread that starts it is one.
	 */
	private static void startInBackground(HttpServer server) {
		Thread starter = new Thread(server::start, "sample-coordinator");
		starter.setDaemon(true);
		starter.start();
		try {
			starter.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static byte[] read(String resource) {
		try (InputStream in = SampleCoordinator.class.getResourceAsStream(resource)) {
			if (in == null) {
				throw new IllegalStateException("the jar has no " + resource);
			}
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(resource + " cannot be read", ex);
		}
	}

	/**
	 * Its base URL.
	 */
	public URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] document = this.documents.get(exchange.getRequestURI().getPath());
			if (document == null) {
				send(exchange, 404, NOT_FOUND);
			}
			else if (!exchange.getRequestMethod().equals("GET")) {
				exchange.getResponseHeaders().set("Allow", "GET");
				send(exchange, 405, NOT_ALLOWED);
			}
			else {
				serve(exchange, document);
			}
		}
	}

	private static void serve(HttpExchange exchange, byte[] document) throws IOException {
		String etag = etag(document);
		exchange.getResponseHeaders().set("ETag", etag);
		if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
			exchange.sendResponseHeaders(304, -1);
		}
		else {
			send(exchange, 200, document);
		}
	}

	private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
	}

	private static String etag(byte[] document) {
		CRC32 checksum = new CRC32();
		checksum.update(document);
		return "\"%08x\"".formatted(checksum.getValue());
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
