package dev.registrysync.security;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class BrowserGuardTest {

	private static final Set<String> ALLOWED = Set.of("registry.example.org");

	private final MockHttpServletRequest request = request("POST", "localhost:8080");

	private static MockHttpServletRequest request(String method, String host) {
		MockHttpServletRequest request = new MockHttpServletRequest(method, "/sync");
		request.addHeader("Host", host);
		request.setServerName(host.replaceFirst(":\\d+$", ""));
		return request;
	}

	private static MockHttpServletResponse pass(boolean loopback, MockHttpServletRequest request)
			throws ServletException, IOException {
		MockHttpServletResponse response = new MockHttpServletResponse();
		new BrowserGuard(loopback, ALLOWED, new Refusals()).doFilter(request, response, new MockFilterChain());
		return response;
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST:8080", "a.localhost:80", "127.0.0.1:8080", "127.9.9.9",
			"[::1]:8080", "registry.example.org" })
	void answersByTheNamesOfThisMachine(String host) throws Exception {
		assertThat(pass(true, request("GET", host)).getStatus()).isEqualTo(200);
		assertThat(pass(false, request("GET", host)).getStatus()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "evil.example,421,421", "localhost.evil.example,421,421", "127.0.0.1.evil.example,421,421",
			"xlocalhost,421,200", "registry-sync:8080,421,200", "192.0.2.7:8080,421,200", "[2001:db8::1]:8080,421,200",
			"0.0.0.0:8080,421,200" })
	void aNameThatWasMadeToLeadHereIsRefused(String host, int onLoopback, int beyond) throws Exception {
		assertThat(pass(true, request("GET", host)).getStatus()).isEqualTo(onLoopback);
		assertThat(pass(false, request("GET", host)).getStatus()).isEqualTo(beyond);
	}

	@Test
	void theRefusalIsAProblem() throws Exception {
		MockHttpServletResponse response = pass(true, request("POST", "evil.example"));
		assertThat(response.getContentType()).isEqualTo("application/problem+json");
		assertThat(response.getContentAsString()).contains("\"code\":\"unknown_host\"", "allowed-hosts");
	}

	@Test
	void aProgramIsNoPage() throws Exception {
		assertThat(pass(true, this.request).getStatus()).isEqualTo(200);
		MockHttpServletRequest old = new MockHttpServletRequest("GET", "/sync");
		old.setServerName("whatever.example");
		assertThat(pass(true, old).getStatus()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "same-origin,200", "none,200", "same-site,403", "cross-site,403", "nonsense,403" })
	void thePageOfAnotherSiteIsRefused(String site, int status) throws Exception {
		this.request.addHeader("Sec-Fetch-Site", site);
		assertThat(pass(true, this.request).getStatus()).isEqualTo(status);
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080,200", "https://localhost:8080,200", "http://localhost:3000,403",
			"http://evil.example,403", "null,403" })
	void soIsOneInABrowserThatOnlySendsItsOrigin(String origin, int status) throws Exception {
		this.request.addHeader("Origin", origin);
		MockHttpServletResponse response = pass(true, this.request);
		assertThat(response.getStatus()).isEqualTo(status);
		if (status == 403) {
			assertThat(response.getContentAsString()).contains("\"code\":\"cross_site\"");
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET,navigate,document,200", "GET,navigate,iframe,403", "GET,no-cors,script,403",
			"POST,navigate,document,403" })
	void aLinkMayBeFollowed(String method, String mode, String destination, int status) throws Exception {
		MockHttpServletRequest link = request(method, "localhost:8080");
		link.addHeader("Sec-Fetch-Site", "cross-site");
		link.addHeader("Sec-Fetch-Mode", mode);
		link.addHeader("Sec-Fetch-Dest", destination);
		assertThat(pass(true, link).getStatus()).isEqualTo(status);
	}

}
