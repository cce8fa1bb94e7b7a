package dev.registrysync.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * An address for a service whose own is not known yet: passes on what it is asked.
 */
final class Relay implements AutoCloseable {

	private static final List<String> ASKED = List.of("Accept", "Content-Type", "If-Match", "If-None-Match");

	private static final List<String> ANSWERED = List.of("Content-Type", "ETag");

	private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private final ExecutorService workers = Executors.newCachedThreadPool();

	private final HttpServer server;

	private volatile URI target;

	Relay(URI target) throws IOException {
		this.target = target;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.workers);
		this.server.createContext("/", this::pass);
		this.server.start();
	}

	URI url() {
		return URI.create("http://127.0.0.1:%d".formatted(this.server.getAddress().getPort()));
	}

	void leadTo(URI service) {
		this.target = service;
	}

	private void pass(HttpExchange exchange) throws IOException {
		try (exchange) {
			HttpRequest.Builder request = HttpRequest.newBuilder(this.target.resolve(exchange.getRequestURI()))
				.method(exchange.getRequestMethod(),
						BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
			for (String name : ASKED) {
				exchange.getRequestHeaders()
					.getOrDefault(name, List.of())
					.forEach((value) -> request.header(name, value));
			}
			HttpResponse<byte[]> answer = this.client.send(request.build(), BodyHandlers.ofByteArray());
			for (String name : ANSWERED) {
				answer.headers().firstValue(name).ifPresent((value) -> exchange.getResponseHeaders().set(name, value));
			}
			boolean bodiless = answer.body().length == 0;
			exchange.sendResponseHeaders(answer.statusCode(), bodiless ? -1 : answer.body().length);
			if (!bodiless) {
				exchange.getResponseBody().write(answer.body());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.workers.shutdownNow();
	}

}
