package dev.registrysync.events;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.registrysync.events.Delivery.Outcome;
import dev.registrysync.events.WebhookTargets.LocalTargetException;
import dev.registrysync.keys.UnfitSecretFileException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts to one webhook, within a time. Of the answer only the status counts; its body is
 * not read, and a connection serves once.
 */
final class WebhookClient implements AutoCloseable {

	private final String name;

	private final URI url;

	private final WebhookSigner signer;

	private final Clock clock;

	private final Duration timeout;

	private final CloseableHttpClient client;

	private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "webhook-deadline");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Makes the client.
	 * @param name the webhook's name in the settings
	 * @param timeout how long an attempt may take, from the connection to the status
	 */
	WebhookClient(String name, URI url, Duration timeout, WebhookTargets targets, WebhookSigner signer, Clock clock) {
		this.name = name;
		this.url = url;
		this.signer = signer;
		this.clock = clock;
		this.timeout = timeout;
		Timeout limit = Timeout.of(timeout);
		this.client = HttpClients.custom()
			.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
				.setDnsResolver(targets)
				.setDefaultConnectionConfig(
						ConnectionConfig.custom().setConnectTimeout(limit).setSocketTimeout(limit).build())
				.build())
			.setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(limit).build())
			.setUserAgent("registry-sync")
			.setConnectionReuseStrategy((request, response, context) -> false)
			.disableRedirectHandling()
			.disableAutomaticRetries()
			.disableCookieManagement()
			.disableAuthCaching()
			.disableContentCompression()
			.build();
	}

	/**
	 * Tries once.
	 * @param body a JSON text
	 */
	Delivery post(byte[] body) {
		Instant now = this.clock.instant();
		HttpPost request = new HttpPost(this.url);
		try {
			request.setHeader(WebhookSigner.HEADER, this.signer.sign(body, now));
		}
		catch (UnfitSecretFileException ex) {
			return new Delivery(Outcome.NOT_SENT, "the secret-file " + ex.reason());
		}
		catch (IOException ex) {
			return new Delivery(Outcome.NOT_SENT, "the secret-file cannot be read");
		}
		request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
		Future<?> deadline = this.deadlines.schedule(request::cancel, this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		try {
			return send(request);
		}
		finally {
			deadline.cancel(false);
		}
	}

	private Delivery send(HttpPost request) {
		try (ClassicHttpResponse response = this.client.executeOpen(null, request, null)) {
			int status = response.getCode();
			request.cancel();
			return (status >= 200 && status < 300) ? new Delivery(Outcome.TAKEN, "status " + status)
					: new Delivery(Outcome.REFUSED, "status " + status);
		}
		catch (LocalTargetException ex) {
			return new Delivery(Outcome.NOT_SENT,
					"%s; registry-sync.webhooks.%s.allow-local=true allows it".formatted(ex.getMessage(), this.name));
		}
		catch (IOException ex) {
			String reason = request.isCancelled() ? "no status within %d ms".formatted(this.timeout.toMillis())
					: "no answer: " + ex.getMessage();
			return new Delivery(Outcome.NO_ANSWER, reason);
		}
	}

	@Override
	public void close() {
		this.deadlines.shutdownNow();
		this.client.close(CloseMode.IMMEDIATE);
	}

}
