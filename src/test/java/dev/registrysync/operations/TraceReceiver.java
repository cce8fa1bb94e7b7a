package dev.registrysync.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Takes traces as OTLP over HTTP, {@code opentelemetry/proto/collector/trace/v1}.
 */
final class TraceReceiver implements AutoCloseable {

	private final HttpServer server;

	private final List<byte[]> requests = new CopyOnWriteArrayList<>();

	private TraceReceiver(HttpServer server) {
		this.server = server;
	}

	static TraceReceiver onLoopback() {
		try {
			TraceReceiver receiver = new TraceReceiver(
					HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
			receiver.server.createContext("/v1/traces", receiver::take);
			receiver.server.start();
			return receiver;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "http://127.0.0.1:%d/v1/traces".formatted(this.server.getAddress().getPort());
	}

	private void take(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.requests.add(exchange.getRequestBody().readAllBytes());
			exchange.sendResponseHeaders(200, -1);
		}
	}

	/**
	 * All that came, as text: each string of a span stands in it as it is.
	 */
	String text() {
		return this.requests.stream()
			.map((request) -> new String(request, StandardCharsets.UTF_8))
			.collect(Collectors.joining("\n"));
	}

	List<Span> spans() {
		return this.requests.stream()
			.map((request) -> ProtobufFields.parse(ByteBuffer.wrap(request)))
			.flatMap((request) -> request.messages(1))
			.flatMap((resource) -> resource.messages(2))
			.flatMap((scope) -> scope.messages(2))
			.map(Span::of)
			.toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * One span; ids in hex, {@code parent} empty if it has none, and the messages of the
	 * exceptions that it tells of.
	 */
	record Span(String trace, String id, String parent, String name, Map<String, String> attributes,
			List<String> failures) {

		private static Span of(ProtobufFields span) {
			List<String> failures = span.messages(11)
				.map((event) -> attributes(event.messages(3)).getOrDefault("exception.message", ""))
				.toList();
			return new Span(span.hex(1), span.hex(2), span.hex(4), span.text(5), attributes(span.messages(9)),
					failures);
		}

		private static Map<String, String> attributes(Stream<ProtobufFields> pairs) {
			return pairs.collect(Collectors.toMap((pair) -> pair.text(1),
					(pair) -> pair.messages(2).map((value) -> value.text(1)).collect(Collectors.joining())));
		}

		boolean isChildOf(Span other) {
			return this.trace.equals(other.trace) && this.parent.equals(other.id);
		}

	}

}
