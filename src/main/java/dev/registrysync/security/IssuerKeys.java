package dev.registrysync.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys of an issuer. They are fetched in the background: at the start, then every
 * five minutes whether or not there are calls, and when a token names a key that is not
 * among them. So no call waits for the issuer. Anybody can name an unknown key: that
 * makes us ask at most every 30 seconds. While the issuer does not answer, its last keys
 * count for an hour.
 */
final class IssuerKeys implements JWKSource<SecurityContext>, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(IssuerKeys.class);

	/** OpenID Connect Discovery 1.0, 4. */
	private static final String DISCOVERY = "/.well-known/openid-configuration";

	private static final int MAX_ANSWER = 1 << 20;

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	static final Duration INTERVAL = Duration.ofMinutes(5);

	private static final long USABLE = Duration.ofHours(1).toNanos();

	private static final long PAUSE = Duration.ofSeconds(30).toNanos();

	private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(3).toNanos();

	private final SecurityProperties.Issuer issuer;

	private final LongSupplier nanos;

	private final HttpClient client = HttpClient.newBuilder()
		.connectTimeout(TIMEOUT)
		.followRedirects(Redirect.NORMAL)
		.build();

	private final ScheduledExecutorService background = Executors.newScheduledThreadPool(2, (task) -> {
		Thread thread = new Thread(task, "issuer-keys");
		thread.setDaemon(true);
		return thread;
	});

	private @Nullable JWKSet keys;

	private long fetchedAt;

	private long triedAt;

	private boolean fetching;

	private boolean failed;

	/**
	 * Starts to fetch the keys.
	 * @param nanos a clock that never goes back
	 * @param interval how often they are fetched
	 */
	IssuerKeys(SecurityProperties.Issuer issuer, LongSupplier nanos, Duration interval) {
		this.issuer = issuer;
		this.nanos = nanos;
		fetchIfIdle();
		this.background.scheduleWithFixedDelay(this::fetchIfIdle, interval.toMillis(), interval.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	/**
	 * Selects among the keys that are known; never asks the issuer itself.
	 * @throws RemoteKeySourceException if there are no keys, or if the selected one is
	 * not among them and the issuer could not be asked yet
	 */
	@Override
	public synchronized List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
			throws RemoteKeySourceException {
		long age = this.nanos.getAsLong() - this.fetchedAt;
		if (this.keys == null || age > USABLE) {
			fetchAgain();
			throw new RemoteKeySourceException("the issuer's keys are not known", null);
		}
		List<JWK> selected = selector.select(this.keys);
		if (selected.isEmpty() && age > PAUSE) {
			fetchAgain();
		}
		if (selected.isEmpty() && (this.fetching || this.failed)) {
			throw new RemoteKeySourceException("the issuer may have new keys", null);
		}
		return selected;
	}

	private void fetchAgain() {
		long pause = this.failed ? PAUSE_AFTER_FAILURE : PAUSE;
		if (this.nanos.getAsLong() - this.triedAt > pause) {
			fetchIfIdle();
		}
	}

	private synchronized void fetchIfIdle() {
		if (!this.fetching) {
			this.fetching = true;
			this.background.execute(this::fetch);
		}
	}

	private void fetch() {
		try {
			JWKSet found = JWKSet.parse(download(location()));
			ended(found, null);
		}
		catch (IOException | ParseException | IllegalArgumentException | JacksonException ex) {
			ended(null, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			ended(null, ex);
		}
		catch (RuntimeException | Error ex) {
			// The pool would drop it, and without the end there is no next fetch
			unexpected(ex);
		}
	}

	private synchronized void unexpected(Throwable failure) {
		if (!this.failed) {
			logger.error("The keys of the issuer {} cannot be fetched, for an unexpected reason", this.issuer.uri(),
					failure);
		}
		ended(null, null);
	}

	private synchronized void ended(@Nullable JWKSet found, @Nullable Exception failure) {
		this.fetching = false;
		this.triedAt = this.nanos.getAsLong();
		if (found != null) {
			this.keys = found;
			this.fetchedAt = this.triedAt;
		}
		if (this.failed && found != null) {
			logger.info("The keys of the issuer {} were fetched again", this.issuer.uri());
		}
		if (!this.failed && failure != null) {
			logger.warn("The keys of the issuer {} cannot be fetched: {}", this.issuer.uri(), failure.toString());
		}
		this.failed = found == null;
	}

	private URI location() throws IOException, InterruptedException {
		if (this.issuer.jwkSetUri() != null) {
			return URI.create(this.issuer.jwkSetUri());
		}
		String metadata = download(URI.create(this.issuer.uri() + DISCOVERY));
		JsonNode location = JsonMapper.shared().readTree(metadata).path("jwks_uri");
		if (!location.isString()) {
			throw new IOException("no jwks_uri in " + DISCOVERY);
		}
		return URI.create(location.asString());
	}

	private String download(URI location) throws IOException, InterruptedException {
		HttpResponse<InputStream> response = this.client.send(HttpRequest.newBuilder(location).timeout(TIMEOUT).build(),
				BodyHandlers.ofInputStream());
		Future<?> deadline = this.background.schedule(() -> close(response.body()), TIMEOUT.toMillis(),
				TimeUnit.MILLISECONDS);
		try (InputStream body = response.body()) {
			byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
			if (response.statusCode() != 200 || bytes.length > MAX_ANSWER) {
				throw new IOException(
						"status %d with %d bytes from %s".formatted(response.statusCode(), bytes.length, location));
			}
			return new String(bytes, StandardCharsets.UTF_8);
		}
		finally {
			deadline.cancel(false);
		}
	}

	private static void close(InputStream body) {
		try {
			body.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.background.shutdownNow();
	}

}
