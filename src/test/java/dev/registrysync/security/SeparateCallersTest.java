package dev.registrysync.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A token and a subject of the issuer with the same name are two callers.
 */
@TestPropertySource(properties = "registry-sync.events.max-readers=5")
class SeparateCallersTest extends SecuredServiceTestCase {

	private static final String TOKEN = TOKENS.of(Role.SYNC);

	private static final ECKey KEY = key();

	private static final HttpServer ISSUER = issuer();

	@DynamicPropertySource
	static void issuer(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.security.issuer.uri", SeparateCallersTest::uri);
		registry.add("registry-sync.security.issuer.jwk-set-uri", () -> uri() + "/keys");
		registry.add("registry-sync.security.issuer.audience", () -> "registry-sync");
	}

	private static ECKey key() {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID("one").generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static HttpServer issuer() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			byte[] keys = new JWKSet(KEY).toPublicJWKSet().toString().getBytes(StandardCharsets.UTF_8);
			server.createContext("/keys", (exchange) -> {
				exchange.sendResponseHeaders(200, keys.length);
				exchange.getResponseBody().write(keys);
				exchange.close();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String uri() {
		return "http://127.0.0.1:" + ISSUER.getAddress().getPort();
	}

	@AfterAll
	static void stop() {
		ISSUER.stop(0);
	}

	private static String jwt() throws Exception {
		return jwt("sync");
	}

	private static String jwt(String role) throws Exception {
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
				new JWTClaimsSet.Builder().issuer(uri())
					.audience("registry-sync")
					.subject("the-sync")
					.expirationTime(Date.from(Instant.now().plusSeconds(300)))
					.claim("roles", List.of(role))
					.build());
		token.sign(new ECDSASigner(KEY));
		return "Bearer " + token.serialize();
	}

	private HttpResponse<String> resume(String token) throws Exception {
		return resume(token, "the-key");
	}

	private HttpResponse<String> resume(String token, String key) throws Exception {
		return send(request("/continuous/resume", token).header("Idempotency-Key", key).POST(BodyPublishers.noBody()));
	}

	private InputStream follow(String token, int status) throws Exception {
		HttpResponse<InputStream> response = this.client.send(request("/events", token).build(),
				BodyHandlers.ofInputStream());
		assertThat(response.statusCode()).isEqualTo(status);
		return response.body();
	}

	/**
	 * Waits until the issuer's keys have been fetched.
	 */
	private void awaitIssuer() {
		await().until(() -> send(request("/registry/agents", jwt())).statusCode() == 200);
	}

	@Test
	void doNotGetEachOthersIdempotencyAnswers() throws Exception {
		HttpResponse<String> first = resume(TOKEN);
		assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
		assertThat(resume(TOKEN).headers().firstValue("Idempotency-Replayed")).hasValue("true");
		awaitIssuer();
		assertThat(resume(jwt()).headers().firstValue("Idempotency-Replayed")).isEmpty();
		assertThat(resume(jwt()).headers().firstValue("Idempotency-Replayed")).hasValue("true");
	}

	@Test
	void getTheirAnswersAgainWithOtherRoles() throws Exception {
		awaitIssuer();
		assertThat(resume(jwt(), "another-key").statusCode()).isEqualTo(200);
		assertThat(resume(jwt("admin"), "another-key").headers().firstValue("Idempotency-Replayed")).hasValue("true");
	}

	@Test
	void haveAShareOfTheReadersEach() throws Exception {
		awaitIssuer();
		List<InputStream> streams = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			streams.add(follow(TOKEN, 200));
		}
		assertThat(new String(follow(TOKEN, 503).readAllBytes(), StandardCharsets.UTF_8))
			.contains("\"code\":\"too_many_readers\"", "3 readers", "of this caller");
		for (int i = 0; i < 2; i++) {
			streams.add(follow(jwt(), 200));
		}
		for (InputStream stream : streams) {
			stream.close();
		}
	}

}
