package dev.registrysync.security;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The service as it stands on a network: TLS from an SSL bundle, credentials, health and
 * metrics on a port of their own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.ssl.bundle=web", "management.server.port=0",
				"management.endpoints.web.exposure.include=*", "spring.ssl.bundle.jks.web.keystore.password=changeit",
				"spring.ssl.bundle.jks.web.keystore.type=PKCS12" })
class NetworkTest {

	private static final Tokens TOKENS = new Tokens();

	@TempDir
	private static Path directory;

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws Exception {
		Path tokens = Files.writeString(directory.resolve("tokens"), TOKENS.lines());
		Path certificate = makeCertificate(directory.resolve("web.p12"));
		registry.add("registry-sync.security.tokens-file", tokens::toString);
		registry.add("registry-sync.data-dir", () -> directory.resolve("data").toString());
		registry.add("spring.ssl.bundle.jks.web.keystore.location", () -> certificate.toUri().toString());
	}

	private static Path makeCertificate(Path file) throws IOException, InterruptedException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "web", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-storepass", "changeit",
				"-keystore", file.toString())
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor()).isZero();
		return file;
	}

	/**
	 * A client that trusts the certificate.
	 */
	private static HttpClient client() throws IOException, GeneralSecurityException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(directory.resolve("web.p12"))) {
			trusted.load(in, "changeit".toCharArray());
		}
		KeyStore certificates = KeyStore.getInstance("PKCS12");
		certificates.load(null, null);
		certificates.setCertificateEntry("web", trusted.getCertificate("web"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(certificates);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return HttpClient.newBuilder().sslContext(context).build();
	}

	private HttpResponse<String> get(String url, @Nullable String authorization) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
		if (authorization != null) {
			request.header("Authorization", authorization);
		}
		return client().send(request.build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> api(String path, @Nullable String authorization) throws Exception {
		return get("https://localhost:%d%s".formatted(this.port, path), authorization);
	}

	private HttpResponse<String> management(String path, @Nullable String authorization) throws Exception {
		return get("https://localhost:%d%s".formatted(this.managementPort, path), authorization);
	}

	@Test
	void speaksTlsWithTheCertificateOfTheBundle() throws Exception {
		HttpResponse<String> response = api("/keys", TOKENS.of(Role.READ));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.sslSession())
			.hasValueSatisfying((session) -> assertThat(session.getProtocol()).isIn("TLSv1.2", "TLSv1.3"));
		assertThat(response.headers().firstValue("Strict-Transport-Security")).isPresent();
		HttpRequest request = HttpRequest.newBuilder(response.uri()).build();
		assertThatExceptionOfType(SSLHandshakeException.class)
			.isThrownBy(() -> HttpClient.newHttpClient().send(request, BodyHandlers.ofString()));
	}

	@Test
	void everyAnswerTellsBrowsersToBeCareful() throws Exception {
		for (String path : new String[] { "/keys", "/nowhere", "/swagger-ui/index.html", "/v3/api-docs" }) {
			HttpResponse<String> response = api(path, TOKENS.of(Role.READ));
			assertThat(response.headers().map()).as(path)
				.containsKeys("x-request-id", "x-content-type-options", "x-frame-options");
			assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
				.contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'self'");
			assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
			assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
			assertThat(response.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
			assertThat(response.headers().map()).doesNotContainKeys("access-control-allow-origin", "set-cookie");
		}
	}

	@Test
	void theManagementPortAsksForTheSameCredentials() throws Exception {
		assertThat(management("/actuator/health/liveness", null).body()).isEqualTo("{\"status\":\"UP\"}");
		HttpResponse<String> refused = management("/actuator/prometheus", null);
		assertThat(refused.statusCode()).isEqualTo(401);
		assertThat(refused.body()).contains("\"code\":\"unauthorized\"");
		assertThat(management("/actuator/prometheus", TOKENS.of(Role.READ)).body()).contains("registry_sync_revision");
		assertThat(management("/actuator/loggers", TOKENS.of(Role.SYNC)).statusCode()).isEqualTo(403);
		assertThat(management("/actuator/loggers", TOKENS.of(Role.ADMIN)).statusCode()).isEqualTo(200);
		assertThat(management("/keys", TOKENS.of(Role.ADMIN)).statusCode()).isEqualTo(404);
		assertThat(api("/actuator/health", TOKENS.of(Role.ADMIN)).statusCode()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "env", "configprops", "heapdump", "threaddump" })
	void whatCanHoldSecretsIsNotThereEvenIfAllIsExposed(String endpoint) throws Exception {
		assertThat(management("/actuator/" + endpoint, TOKENS.of(Role.ADMIN)).statusCode()).isEqualTo(404);
	}

}
