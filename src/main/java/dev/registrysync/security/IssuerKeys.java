package dev.registrysync.security;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys of an issuer, fetched when a token needs them and kept for a while. A key that
 * is not among them makes us ask again, though not more often than every 30 seconds, as
 * anybody can name one.
 */
final class IssuerKeys {

	/** OpenID Connect Discovery 1.0, 4. */
	private static final String DISCOVERY = "/.well-known/openid-configuration";

	private static final int MAX_ANSWER = 1 << 20;

	private static final int TIMEOUT = (int) Duration.ofSeconds(3).toMillis();

	private final SecurityProperties.Issuer issuer;

	private final DefaultResourceRetriever retriever = new DefaultResourceRetriever(TIMEOUT, TIMEOUT, MAX_ANSWER);

	private @Nullable JWKSource<SecurityContext> found;

	IssuerKeys(SecurityProperties.Issuer issuer) {
		this.issuer = issuer;
	}

	JWKSource<SecurityContext> source() {
		return this::select;
	}

	private List<JWK> select(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		try {
			return remote().get(selector, context);
		}
		catch (RateLimitReachedException ex) {
			return List.of();
		}
	}

	private synchronized JWKSource<SecurityContext> remote() throws RemoteKeySourceException {
		if (this.found == null) {
			this.found = JWKSourceBuilder.create(location(), this.retriever)
				.refreshAheadCache(false)
				.retrying(true)
				.build();
		}
		return this.found;
	}

	private URL location() throws RemoteKeySourceException {
		try {
			return url((this.issuer.jwkSetUri() != null) ? this.issuer.jwkSetUri() : discover());
		}
		catch (IOException | IllegalArgumentException | JacksonException ex) {
			throw new RemoteKeySourceException("the issuer does not say where its keys are", ex);
		}
	}

	private String discover() throws IOException {
		String metadata = this.retriever.retrieveResource(url(this.issuer.uri() + DISCOVERY)).getContent();
		JsonNode location = JsonMapper.shared().readTree(metadata).path("jwks_uri");
		if (!location.isString()) {
			throw new IOException("no jwks_uri in " + DISCOVERY);
		}
		return location.asString();
	}

	private static URL url(String text) throws MalformedURLException {
		return URI.create(text).toURL();
	}

}
