package dev.registrysync.operations;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.registrysync.operations.ApiDescription.Call;
import org.jspecify.annotations.Nullable;

/**
 * A request to one of the described calls.
 *
 * @param call which call
 * @param valid whether the description allows the request
 * @param target the path and the query, percent-encoded
 */
record FuzzedRequest(Call call, boolean valid, String target, Map<String, String> headers, byte @Nullable [] body) {

	private static final int SHOWN = 300;

	FuzzedRequest {
		headers = new LinkedHashMap<>(headers);
	}

	HttpRequest toHttp(URI base) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + this.target))
			.method(this.call.method(),
					(this.body != null) ? BodyPublishers.ofByteArray(this.body) : BodyPublishers.noBody());
		this.headers.forEach(request::header);
		return request.build();
	}

	@Override
	public String toString() {
		String text = (this.body != null) ? new String(this.body, StandardCharsets.UTF_8) : "no body";
		return "%s %s %s %s".formatted(this.call.method(), this.target, this.headers,
				text.substring(0, Math.min(text.length(), SHOWN)));
	}

}
