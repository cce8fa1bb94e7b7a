package dev.registrysync.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.AuditNotes;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.MDC;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line about one call: who, what, about which entry, and how it ended. A JSON object
 * in ASCII, in which no text of a caller can begin a line or hide. Neither the query nor
 * a header nor a body is in it, but for what {@link AuditNotes} has.
 */
final class AuditLine {

	private static final JsonMapper JSON = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

	private static final int MAX_LENGTH = 300;

	private AuditLine() {
	}

	static String of(String event, HttpServletRequest request, int status) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("event", event);
		Optional<Caller> caller = CallerAuthentication.current();
		line.put("caller", caller.map(Caller::name).map(AuditLine::cut).orElse("unknown"));
		caller.ifPresent((known) -> line.put("proof", known.proof()));
		line.put("address", request.getRemoteAddr());
		Optional<AccessRule> rule = AccessTable.find(request);
		line.put("call", rule.map(AccessRule::toString)
			.orElseGet(() -> cut("%s %s".formatted(request.getMethod(), request.getRequestURI()))));
		rule.ifPresent((found) -> found.variables(request).forEach((name, value) -> line.put(name, cut(value))));
		line.putAll(AuditNotes.of(request));
		line.put("status", status);
		line.put(RequestIdFilter.KEY, MDC.get(RequestIdFilter.KEY));
		return JSON.writeValueAsString(line);
	}

	private static String cut(String text) {
		return (text.length() > MAX_LENGTH) ? text.substring(0, MAX_LENGTH) + "..." : text;
	}

}
