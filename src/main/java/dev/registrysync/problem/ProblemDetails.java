package dev.registrysync.problem;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.ProblemDetail;

/**
 * Writes failures as RFC 9457 problems: {@code type title status detail} and beside them
 * {@code code retryable remedy} and the failure's data.
 */
final class ProblemDetails {

	private static final String TYPES = "urn:registry-sync:problem:";

	private ProblemDetails() {
	}

	static ProblemDetail of(ProblemException failure) {
		ProblemDetail problem = of(failure.code(), failure.detail(), failure.data());
		problem.setProperty("remedy", failure.remedy());
		return problem;
	}

	static ProblemDetail of(ProblemCode code, String detail, Map<String, ?> data) {
		ProblemDetail problem = ProblemDetail.forStatus(code.status());
		problem.setType(type(code));
		problem.setTitle(code.title());
		problem.setDetail(detail);
		problem.setProperty("code", code.text());
		problem.setProperty("retryable", code.retryable());
		problem.setProperty("remedy", code.remedy(data));
		data.forEach(problem::setProperty);
		return problem;
	}

	/**
	 * The same as a map, for what no controller answers.
	 * @param instance the path that was called
	 */
	static Map<String, Object> members(ProblemCode code, String detail, String instance, Map<String, ?> data) {
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", type(code).toString());
		problem.put("title", code.title());
		problem.put("status", code.status());
		problem.put("detail", detail);
		problem.put("instance", instance);
		problem.put("code", code.text());
		problem.put("retryable", code.retryable());
		problem.put("remedy", code.remedy(data));
		problem.putAll(data);
		return problem;
	}

	static URI type(ProblemCode code) {
		return URI.create(TYPES + code.text().replace('_', '-'));
	}

}
