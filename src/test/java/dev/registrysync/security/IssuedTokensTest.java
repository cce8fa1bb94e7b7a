package dev.registrysync.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tokens of a real issuer: its keys are fetched over HTTP.
 */
class IssuedTokensTest {

	private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

	private static final String AUDIENCE = "registry-sync";

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicLong nanos = new AtomicLong();

	private final List<IssuerKeys> opened = new ArrayList<>();

	private volatile boolean away;

	private volatile boolean broken;

	private final ECKey key = key("one");

	private HttpServer server;

	private String uri;

	private static ECKey key(String id) {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@BeforeEach
	void serve() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.uri = "http://127.0.0.1:" + this.server.getAddress().getPort();
		serve("/.well-known/openid-configuration", "{\"jwks_uri\": \"%s/keys\"}".formatted(this.uri));
		serve("/keys", new JWKSet(this.key).toPublicJWKSet().toString());
		this.server.start();
	}

	private void serve(String path, String body) {
		this.server.createContext(path, (exchange) -> {
			this.asked.incrementAndGet();
			if (this.away) {
				exchange.sendResponseHeaders(500, -1);
				exchange.close();
				return;
			}
			byte[] bytes = (this.broken ? "{\"keys\":[null]}" : body).getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
	}

	@AfterEach
	void stop() {
		this.opened.forEach(IssuerKeys::close);
		this.server.stop(0);
	}

	private IssuedTokens tokens(String claim, Map<String, Grant> roles) {
		return tokens(null, claim, roles);
	}

	private IssuedTokens tokens(@Nullable String keys, String claim, Map<String, Grant> roles) {
		IssuedTokens tokens = unprepared(keys, claim, roles);
		await().until(() -> hasKeys(tokens));
		return tokens;
	}

	private IssuedTokens unprepared(@Nullable String keys, String claim, Map<String, Grant> roles) {
		SecurityProperties.Issuer issuer = new SecurityProperties.Issuer(this.uri, keys, AUDIENCE, claim, roles);
		return tokens(issuer, IssuerKeys.INTERVAL);
	}

	/**
	 * Fetches the keys again and again, without calls.
	 */
	private IssuedTokens fetchingOften() {
		return tokens(new SecurityProperties.Issuer(this.uri, this.uri + "/keys", AUDIENCE, "roles", Map.of()),
				Duration.ofMillis(10));
	}

	private IssuedTokens tokens(SecurityProperties.Issuer issuer, Duration interval) {
		IssuerKeys keys = new IssuerKeys(issuer, this.nanos::get, interval);
		this.opened.add(keys);
		return new IssuedTokens(issuer, keys, Clock.fixed(NOW, ZoneOffset.UTC));
	}

	/**
	 * Waits until a fetch that starts after this call has ended.
	 */
	private void awaitFetch() {
		int before = this.asked.get();
		await().until(() -> this.asked.get() > before + 2);
	}

	private boolean hasKeys(IssuedTokens tokens) throws JOSEException {
		try {
			return tokens.find(signed(claims())).isPresent();
		}
		catch (ProblemException ex) {
			assertThat(ex.code()).isEqualTo(ProblemCode.ISSUER_UNREACHABLE);
			return false;
		}
	}

	private JWTClaimsSet.Builder claims() {
		return new JWTClaimsSet.Builder().issuer(this.uri)
			.audience(AUDIENCE)
			.subject("ci")
			.expirationTime(Date.from(NOW.plus(Duration.ofMinutes(5))))
			.claim("roles", List.of("sync", "of something else"));
	}

	private String signed(JWTClaimsSet.Builder claims) throws JOSEException {
		return signed(claims, JWSAlgorithm.ES256, this.key.getKeyID(), new ECDSASigner(this.key));
	}

	private static String signed(JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, String id, JWSSigner signer)
			throws JOSEException {
		SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(id).build(), claims.build());
		token.sign(signer);
		return token.serialize();
	}

	private Optional<Caller> find(JWTClaimsSet.Builder claims) throws JOSEException {
		return tokens("roles", Map.of()).find(signed(claims));
	}

	@Test
	void takesATokenOfTheIssuerForUs() throws Exception {
		assertThat(find(claims())).contains(new Caller("ci", Caller.Proof.ISSUER, Set.of(new Grant(Role.SYNC, null))));
		assertThat(tokens(this.uri + "/keys", "roles", Map.of()).find(signed(claims()))).isPresent();
	}

	@Test
	void readsRolesWhereverTheIssuerPutsThem() throws Exception {
		assertThat(tokens("scope", Map.of()).find(signed(claims().claim("scope", "openid read keys"))))
			.hasValueSatisfying((caller) -> assertThat(caller.grants()).extracting(Grant::role)
				.containsExactlyInAnyOrder(Role.READ, Role.KEYS));
		assertThat(tokens("realm_access.roles", Map.of("registry-admins", new Grant(Role.ADMIN, null)))
			.find(signed(claims().claim("realm_access", Map.of("roles", List.of("registry-admins", "read"))))))
			.hasValueSatisfying((caller) -> assertThat(caller.grants()).containsExactly(new Grant(Role.ADMIN, null)));
		assertThat(tokens("nowhere.at.all", Map.of()).find(signed(claims())))
			.hasValueSatisfying((caller) -> assertThat(caller.may(Role.READ)).isFalse());
	}

	@Test
	void refusesWhatIsExpiredOrNotYetValidOrNeverExpires() throws Exception {
		assertThat(find(claims().expirationTime(Date.from(NOW.minus(Duration.ofMinutes(2)))))).isEmpty();
		assertThat(find(claims().notBeforeTime(Date.from(NOW.plus(Duration.ofMinutes(2)))))).isEmpty();
		assertThat(find(claims().expirationTime(null))).isEmpty();
	}

	@Test
	void refusesWhatIsForOthersOrOfOthersOrOfNobody() throws Exception {
		assertThat(find(claims().audience("another-service"))).isEmpty();
		assertThat(find(claims().audience((String) null))).isEmpty();
		assertThat(find(claims().issuer("https://evil.example"))).isEmpty();
		assertThat(find(claims().issuer(null))).isEmpty();
		assertThat(find(claims().subject(null))).isEmpty();
	}

	@Test
	void refusesWhatTheIssuerDidNotSign() throws Exception {
		IssuedTokens tokens = tokens("roles", Map.of());
		ECKey other = key("one");
		assertThat(tokens.find(signed(claims(), JWSAlgorithm.ES256, "one", new ECDSASigner(other)))).isEmpty();
		assertThat(tokens.find(new PlainJWT(claims().build()).serialize())).isEmpty();
		byte[] published = this.key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
		assertThat(tokens.find(signed(claims(), JWSAlgorithm.HS256, "one", new MACSigner(published)))).isEmpty();
		String good = signed(claims());
		assertThat(tokens.find(good.substring(0, good.lastIndexOf('.') + 1))).isEmpty();
		assertThat(tokens.find("a.b.c")).isEmpty();
		assertThat(tokens.find("rst_x")).isEmpty();
	}

	@Test
	void keysThatNobodyHasDoNotMakeUsAskTheIssuerAgainAndAgain() throws Exception {
		IssuedTokens tokens = tokens("roles", Map.of());
		assertThat(tokens.find(signed(claims()))).isPresent();
		for (int i = 0; i < 50; i++) {
			ECKey other = key("other " + i);
			String token = signed(claims(), JWSAlgorithm.ES256, other.getKeyID(), new ECDSASigner(other));
			assertThat(tokens.find(token)).isEmpty();
		}
		assertThat(this.asked).hasValueLessThan(6);
		assertThat(tokens.find(signed(claims()))).isPresent();
	}

	@Test
	void anIssuerThatIsAwayIsNoWrongToken() throws Exception {
		String token = signed(claims());
		this.away = true;
		IssuedTokens tokens = unprepared(null, "roles", Map.of());
		assertUnreachable(tokens, token);
		this.away = false;
		await().until(() -> {
			this.nanos.addAndGet(Duration.ofSeconds(4).toNanos());
			return hasKeys(tokens);
		});
	}

	private static void assertUnreachable(IssuedTokens tokens, String token) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> tokens.find(token))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ProblemCode.ISSUER_UNREACHABLE));
	}

	@Test
	void anIssuerThatDoesNotAnswerKeepsNobodyWaiting() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			this.uri = "http://127.0.0.1:" + silent.getLocalPort();
			IssuedTokens tokens = unprepared(null, "roles", Map.of());
			for (int i = 0; i < 100; i++) {
				assertUnreachable(tokens, signed(claims()));
			}
			try (Socket asking = silent.accept()) {
				silent.setSoTimeout(1);
				assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(silent::accept);
				assertThat(asking.isConnected()).isTrue();
			}
		}
	}

	@Test
	void theLastKeysCountForAnHourWhileTheIssuerIsAway() throws Exception {
		IssuedTokens tokens = tokens("roles", Map.of());
		this.away = true;
		this.nanos.addAndGet(Duration.ofMinutes(50).toNanos());
		assertThat(tokens.find(signed(claims()))).isPresent();
		this.nanos.addAndGet(Duration.ofMinutes(11).toNanos());
		assertUnreachable(tokens, signed(claims()));
	}

	@Test
	void aKeyThatIsUnknownWhileTheIssuerIsAwayIsNoWrongToken() throws Exception {
		IssuedTokens tokens = tokens("roles", Map.of());
		ECKey next = key("next");
		String token = signed(claims(), JWSAlgorithm.ES256, "next", new ECDSASigner(next));
		assertThat(tokens.find(token)).isEmpty();
		this.away = true;
		this.nanos.addAndGet(Duration.ofSeconds(31).toNanos());
		assertUnreachable(tokens, token);
		assertThat(tokens.find(signed(claims()))).isPresent();
	}

	@Test
	void theFirstCallAfterAnIdleHourIsAnsweredWhileTheIssuerAnswers() throws Exception {
		IssuedTokens tokens = fetchingOften();
		awaitFetch();
		this.nanos.addAndGet(Duration.ofHours(2).toNanos());
		awaitFetch();
		assertThat(tokens.find(signed(claims()))).isPresent();
	}

	@Test
	void keysAreFetchedAgainAfterAnAnswerThatNobodyExpected() throws Exception {
		this.broken = true;
		IssuedTokens tokens = fetchingOften();
		awaitFetch();
		assertUnreachable(tokens, signed(claims()));
		this.broken = false;
		awaitFetch();
		assertThat(tokens.find(signed(claims()))).isPresent();
	}

	@Test
	void nobodyFetchesKeysAfterTheServiceHasStopped() {
		Set<Thread> before = fetchers();
		Set<Thread> during = new HashSet<>();
		new WebApplicationContextRunner()
			.withUserConfiguration(SecurityConfiguration.class, WebSecurityConfiguration.class)
			.withBean(Clock.class, Clock::systemUTC)
			.withPropertyValues("server.address=127.0.0.1", "registry-sync.security.issuer.uri=" + this.uri,
					"registry-sync.security.issuer.audience=" + AUDIENCE)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				during.addAll(fetchers());
			});
		during.removeAll(before);
		assertThat(during).isNotEmpty();
		await().until(() -> during.stream().noneMatch(Thread::isAlive));
	}

	private static Set<Thread> fetchers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("issuer-keys"))
			.collect(Collectors.toSet());
	}

}
