package dev.registrysync.security;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

import static dev.registrysync.security.Role.ADMIN;
import static dev.registrysync.security.Role.KEYS;
import static dev.registrysync.security.Role.READ;
import static dev.registrysync.security.Role.SIGN;
import static dev.registrysync.security.Role.SYNC;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.OPTIONS;
import static org.springframework.http.HttpMethod.PATCH;
import static org.springframework.http.HttpMethod.POST;

/**
 * Who may make which call. A test fails for a call that is not in here; should one get
 * by, reading it needs {@code read} and everything else {@code admin}.
 */
final class AccessTable {

	private static final List<AccessRule> PROBES = List.of(open("/actuator/health/liveness"),
			open("/actuator/health/readiness"));

	/**
	 * The first line that matches counts. Swagger UI and the description of the API are
	 * open: a browser sends no token when it opens a page, and they say nothing that is
	 * not in the source. The probes are open and say {@code UP} or {@code DOWN}, no more.
	 */
	static final List<AccessRule> RULES = List.of(rule(GET, "/registry/{kind}", READ),
			rule(GET, "/registry/{kind}/{id}", READ), rule(GET, "/registry/{kind}/{id}/proof", READ),
			rule(PATCH, "/registry/{kind}", SYNC), rule(PATCH, "/registry/{kind}/{id}", SYNC),
			rule(POST, "/registry/{kind}/{id}/accept", SYNC), rule(POST, "/registry/{kind}/{id}/revert", SYNC),
			rule(POST, "/registry/{kind}/{id}/settle", SYNC),

			rule(POST, "/sync", SYNC), rule(GET, "/syncs", READ), rule(GET, "/syncs/{id}", READ),
			rule(GET, "/syncs/{id}/changes", READ), rule(DELETE, "/syncs/{id}", SYNC), rule(POST, "/rollback", SYNC),
			rule(GET, "/history", READ), rule(POST, "/history/verify", READ), rule(GET, "/revisions", READ),
			rule(GET, "/diff", READ), rule(GET, "/sources", READ), rule(GET, "/sources/{name}/differences", READ),
			rule(POST, "/sources/{name}/retire", SYNC), rule(GET, "/events", READ), rule(GET, "/continuous", READ),
			rule(POST, "/continuous/suspend", SYNC), rule(POST, "/continuous/resume", SYNC),

			rule(GET, "/identities", READ), rule(POST, "/verify", READ), rule(GET, "/keys", READ),
			rule(POST, "/keys", KEYS), rule(POST, "/keys/{kind}/{id}/rotate", KEYS),
			rule(POST, "/keys/{kind}/{id}/sign", SIGN), rule(POST, "/keys/{kind}/{id}/revoke", ADMIN),

			rule(POST, "/backup", ADMIN),

			open("/v3/api-docs/**"), open("/v3/api-docs.yaml"), open("/swagger-ui.html"), open("/swagger-ui/**"),

			open("/actuator/health/liveness"), open("/actuator/health/readiness"), rule(GET, "/actuator", READ),
			rule(GET, "/actuator/health/**", READ), rule(GET, "/actuator/info", READ),
			rule(GET, "/actuator/metrics/**", READ), rule(GET, "/actuator/prometheus", READ),
			new AccessRule(null, "/actuator/**", ADMIN),

			new AccessRule(null, "/error", READ));

	private static final Set<HttpMethod> SAFE = Set.of(GET, HEAD, OPTIONS);

	private AccessTable() {
	}

	private static AccessRule rule(HttpMethod method, String pattern, Role role) {
		return new AccessRule(method, pattern, role);
	}

	private static AccessRule open(String pattern) {
		return new AccessRule(GET, pattern, null);
	}

	static Optional<AccessRule> find(HttpServletRequest request) {
		return RULES.stream().filter((rule) -> rule.matches(request)).findFirst();
	}

	/**
	 * The least role that the request needs; empty if it needs no credentials.
	 */
	static Optional<Role> needs(HttpServletRequest request) {
		return find(request).map(AccessRule::needs).orElseGet(() -> Optional.of(isSafe(request) ? READ : ADMIN));
	}

	/**
	 * The entry that the request is about, as {@code kind/id}; null if it is about none.
	 */
	static @Nullable String entry(HttpServletRequest request) {
		Map<String, String> variables = find(request).map((rule) -> rule.variables(request)).orElse(Map.of());
		return (variables.containsKey("kind") && variables.containsKey("id"))
				? variables.get("kind") + "/" + variables.get("id") : null;
	}

	/**
	 * Whether the call may change something. Some calls that only read are POSTs.
	 */
	static boolean mayChange(HttpServletRequest request) {
		return !isSafe(request) && !needs(request).equals(Optional.of(READ));
	}

	/**
	 * Whether it is one of the open probes.
	 */
	static boolean isProbe(HttpServletRequest request) {
		return PROBES.stream().anyMatch((probe) -> probe.matches(request));
	}

	/**
	 * Whether the method says that nothing is changed (RFC 9110 9.2.1).
	 */
	static boolean isSafe(HttpServletRequest request) {
		return SAFE.contains(HttpMethod.valueOf(request.getMethod()));
	}

}
