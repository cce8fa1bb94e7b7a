package dev.registrysync.security;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every call that the service has, with every kind of credentials, over HTTP.
 */
@TestPropertySource(properties = "registry-sync.security.limits.failures-per-minute=100000")
class AccessMatrixTest extends SecuredServiceTestCase {

	@Autowired
	private Set<RequestMappingInfoHandlerMapping> mappings;

	private Set<Call> calls() {
		Set<Call> calls = new LinkedHashSet<>();
		for (RequestMappingInfoHandlerMapping mapping : this.mappings) {
			for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
				Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
				Stream<HttpMethod> asked = methods.isEmpty() ? Stream.of(HttpMethod.GET, HttpMethod.POST)
						: methods.stream().map(RequestMethod::asHttpMethod);
				asked.forEach((method) -> info.getPatternValues()
					.forEach((path) -> calls.add(new Call(method, concrete(path)))));
			}
		}
		return calls;
	}

	private static String concrete(String pattern) {
		return pattern.replace("{kind}", "agents").replace("/**", "/x").replaceAll("\\{[^}]*}", "nobody");
	}

	@Test
	void theTableNamesEveryCall() {
		assertThat(calls()).hasSizeGreaterThan(20)
			.allSatisfy((call) -> assertThat(call.rule()).as("a line of AccessTable for %s", call).isPresent());
	}

	@Test
	void theTableNamesNoCallOfOursThatThereIsNot() {
		Set<AccessRule> used = calls().stream().flatMap((call) -> call.rule().stream()).collect(Collectors.toSet());

		assertThat(AccessTable.RULES)
			.filteredOn((rule) -> !rule.toString().matches("\\S+ /(actuator|swagger-ui|v3)\\b.*"))
			.isNotEmpty()
			.allSatisfy((rule) -> assertThat(used).contains(rule));
	}

	@Test
	void nobodyChangesAnythingWithReadAlone() {
		assertThat(calls()).filteredOn((call) -> !call.method().equals(HttpMethod.GET))
			.filteredOn((call) -> !Set.of("/verify", "/history/verify", "/error").contains(call.path()))
			.allSatisfy((call) -> assertThat(call.needs()).as(call.toString())
				.hasValueSatisfying((role) -> assertThat(role).isNotEqualTo(Role.READ)));
		assertThat(calls())
			.filteredOn((call) -> call.path().startsWith("/keys") && call.method().equals(HttpMethod.POST))
			.allSatisfy(
					(call) -> assertThat(call.needs().map(Role.SYNC::includes)).as(call.toString()).hasValue(false));
	}

	@Test
	void everyCallIsForThoseWhoMayMakeItAndForNobodyElse() throws Exception {
		for (Call call : calls()) {
			Optional<Role> needed = call.needs();
			for (Role role : Role.values()) {
				HttpResponse<String> response = send(call, TOKENS.of(role));
				if (needed.isEmpty() || role.includes(needed.get())) {
					assertThat(response.statusCode()).as("%s with %s", call, role).isNotIn(401, 403, 421, 429);
				}
				else {
					assertRefused(response, 403, "forbidden");
					assertThat(json(response).get("required_role").asString()).isEqualTo(needed.get().text());
					assertThat(challenge(response)).contains("insufficient_scope", needed.get().text());
				}
			}
			HttpResponse<String> without = send(call, null);
			if (needed.isPresent()) {
				assertRefused(without, 401, "unauthorized");
				assertThat(challenge(without)).isEqualTo("Bearer realm=\"registry-sync\"");
			}
			else {
				assertThat(without.statusCode()).as("%s without credentials", call).isNotIn(401, 403);
			}
		}
	}

	@Test
	void wrongAndExpiredCredentialsAreRefusedAlikeEverywhere() throws Exception {
		for (Call call : calls()) {
			HttpResponse<String> unknown = send(call, TOKENS.unknown());
			assertRefused(unknown, 401, "unauthorized");
			assertThat(challenge(unknown)).contains("error=\"invalid_token\"");
			String body = unknown.body();
			for (String wrong : new String[] { TOKENS.expired(), "Bearer x", "Bearer ", "Basic YTpi", "",
					TOKENS.of(Role.ADMIN) + "x" }) {
				HttpResponse<String> response = send(call, wrong);
				assertRefused(response, 401, "unauthorized");
				if (!call.method().equals(HttpMethod.HEAD)) {
					assertThat(response.body()).isEqualTo(body);
				}
			}
		}
	}

	@Test
	void aTokenInTheAddressIsNoCredential() throws Exception {
		String token = TOKENS.of(Role.ADMIN).substring("Bearer ".length());
		assertRefused(send(new Call(HttpMethod.GET, "/keys?access_token=" + token), null), 401, "unauthorized");
	}

	@Test
	void whatIsNotThereIsOnlyToldToThoseWhoMayRead() throws Exception {
		Call nowhere = new Call(HttpMethod.GET, "/nowhere");
		assertRefused(send(nowhere, null), 401, "unauthorized");
		assertRefused(send(nowhere, TOKENS.of(Role.READ)), 404, "not_found");
		assertRefused(send(new Call(HttpMethod.PUT, "/registry/agents"), TOKENS.of(Role.READ)), 403, "forbidden");
		assertRefused(send(new Call(HttpMethod.PUT, "/registry/agents"), TOKENS.of(Role.ADMIN)), 405,
				"method_not_allowed");
	}

	@Test
	void theProbesSayUpAndNoMoreToThoseWithoutCredentials() throws Exception {
		Call readiness = new Call(HttpMethod.GET, "/actuator/health/readiness");
		assertThat(send(readiness, null).body()).isEqualTo("{\"status\":\"UP\"}");
		assertThat(json(send(new Call(HttpMethod.GET, "/actuator/health"), TOKENS.of(Role.READ))).get("components")
			.propertyNames()).contains("keystore", "security");
	}

	private HttpResponse<String> send(Call call, @Nullable String authorization) throws Exception {
		return send(request(call.path(), authorization).method(call.method().name(), BodyPublishers.noBody())
			.header("Last-Event-ID", "none, as the stream of events does not end"));
	}

	private static void assertRefused(HttpResponse<String> response, int status, String code) {
		assertThat(response.statusCode()).as(response.toString()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		if (!response.request().method().equals("HEAD")) {
			assertThat(json(response).get("code").asString()).isEqualTo(code);
			assertThat(json(response).get("remedy").asString()).isNotEmpty();
		}
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private static String challenge(HttpResponse<String> response) {
		return response.headers().firstValue("WWW-Authenticate").orElse("");
	}

	private record Call(HttpMethod method, String path) {

		private MockHttpServletRequest request() {
			return new MockHttpServletRequest(this.method.name(), this.path);
		}

		private Optional<AccessRule> rule() {
			return AccessTable.find(request());
		}

		private Optional<Role> needs() {
			return AccessTable.needs(request());
		}

	}

}
