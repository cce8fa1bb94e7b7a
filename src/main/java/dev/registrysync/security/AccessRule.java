package dev.registrysync.security;

import java.util.Map;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * A line of the table: who may make which call.
 */
final class AccessRule {

	private final @Nullable HttpMethod method;

	private final String pattern;

	private final PathPatternRequestMatcher path;

	private final @Nullable Role role;

	/**
	 * Makes it.
	 * @param method null for every method; {@code GET} includes {@code HEAD}
	 * @param pattern the path, as controllers spell it
	 * @param role the least role, null if no credentials are needed
	 */
	AccessRule(@Nullable HttpMethod method, String pattern, @Nullable Role role) {
		this.method = method;
		this.pattern = pattern;
		this.path = PathPatternRequestMatcher.pathPattern(pattern);
		this.role = role;
	}

	boolean matches(HttpServletRequest request) {
		return isFor(HttpMethod.valueOf(request.getMethod())) && this.path.matches(request);
	}

	private boolean isFor(HttpMethod asked) {
		return this.method == null || this.method.equals(asked)
				|| (this.method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
	}

	/**
	 * What the request has in the place of the pattern's variables, decoded.
	 */
	Map<String, String> variables(HttpServletRequest request) {
		return this.path.matcher(request).getVariables();
	}

	Optional<Role> needs() {
		return Optional.ofNullable(this.role);
	}

	@Override
	public String toString() {
		return "%s %s".formatted((this.method != null) ? this.method : "*", this.pattern);
	}

}
