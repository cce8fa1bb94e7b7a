package dev.registrysync.sync;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.MergePatch;

/**
 * A coordinator on a real socket that takes patches, and that is edited by its own
 * operators too. It has agents only.
 */
final class EditedCoordinator implements AutoCloseable {

	private final AtomicReference<JsonObject> shown;

	private final List<JsonObject> taken = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	/**
	 * Opens it.
	 * @param agents the map that it shows
	 */
	EditedCoordinator(String agents) {
		this.shown = new AtomicReference<>(json(agents));
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.createContext("/registry/agents", this::answer);
		this.server.start();
	}

	private static JsonObject json(String text) {
		return (JsonObject) JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
	}

	private void answer(HttpExchange exchange) throws IOException {
		if (exchange.getRequestMethod().equals("PATCH")) {
			JsonObject patch = (JsonObject) JsonReader.read(exchange.getRequestBody().readAllBytes());
			this.taken.add(patch);
			this.shown.updateAndGet((agents) -> MergePatch.apply(agents, patch));
		}
		byte[] body = JsonText.compactBytes(this.shown.get());
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	/**
	 * What its own operators do, as a merge patch over the map.
	 */
	void edit(String patch) {
		this.shown.updateAndGet((agents) -> MergePatch.apply(agents, json(patch)));
	}

	JsonObject agent(String id) {
		return this.shown.get().findObject(id).orElseThrow();
	}

	/**
	 * The patches that came, until somebody clears them.
	 */
	List<JsonObject> taken() {
		return this.taken;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
