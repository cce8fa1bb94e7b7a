package dev.registrysync.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Calls a service and counts the answers.
 */
final class Calls {

	static final int TOO_MANY = 429;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ServerProcess service;

	private final Tally tally;

	Calls(ServerProcess service, Tally tally) {
		this.service = service;
		this.tally = tally;
	}

	/**
	 * A GET.
	 * @param name of the call in the table
	 */
	HttpResponse<byte[]> get(String name, String path, String... headers) throws IOException, InterruptedException {
		return send(name, "GET", path, BodyPublishers.noBody(), Set.of(200, 304), headers);
	}

	/**
	 * Any call; 429 is always a good answer, and followed by a little patience.
	 * @param good the other good answers
	 */
	HttpResponse<byte[]> send(String name, String method, String path, BodyPublisher body, Set<Integer> good,
			String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.service.url() + path))
			.method(method, body);
		if (headers.length > 0) {
			request.headers(headers);
		}
		long start = System.nanoTime();
		HttpResponse<byte[]> answer = this.client.send(request.build(), BodyHandlers.ofByteArray());
		this.tally.count(name, answer, System.nanoTime() - start, good);
		if (answer.statusCode() == TOO_MANY) {
			TimeUnit.MILLISECONDS.sleep(50);
		}
		return answer;
	}

}
