package dev.registrysync.security;

import java.util.Set;

import dev.registrysync.problem.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Refuses paths with {@code .} and {@code ..} in them and methods that there are not. Ids
 * with slashes, percent signs and the like are let through, encoded: the table and the
 * controllers match the same parsed path, so none of them can be taken for another path.
 */
@Configuration(proxyBeanMethods = false)
class FirewallConfiguration {

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

	@Bean
	HttpFirewall httpFirewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowedHttpMethods(METHODS);
		firewall.setAllowSemicolon(true);
		firewall.setAllowBackSlash(true);
		firewall.setAllowNull(true);
		firewall.setAllowUrlEncodedSlash(true);
		firewall.setAllowUrlEncodedDoubleSlash(true);
		firewall.setAllowUrlEncodedPercent(true);
		firewall.setAllowUrlEncodedPeriod(true);
		firewall.setAllowUrlEncodedCarriageReturn(true);
		firewall.setAllowUrlEncodedLineFeed(true);
		firewall.setAllowUrlEncodedLineSeparator(true);
		firewall.setAllowUrlEncodedParagraphSeparator(true);
		firewall.setAllowedHeaderNames((name) -> true);
		firewall.setAllowedHeaderValues((value) -> true);
		firewall.setAllowedParameterNames((name) -> true);
		firewall.setAllowedParameterValues((value) -> true);
		return firewall;
	}

	@Bean
	RequestRejectedHandler requestRejectedHandler(Refusals refusals) {
		return (request, response, rejection) -> refusals.answer(request, response, code(request),
				"There is no such method, or the path is not a plain one.");
	}

	private static ProblemCode code(HttpServletRequest request) {
		return METHODS.contains(request.getMethod()) ? ProblemCode.INVALID_REQUEST : ProblemCode.METHOD_NOT_ALLOWED;
	}

}
