package dev.registrysync.problem;

import java.io.IOException;
import java.util.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;

/**
 * Answers with a problem where no controller does: in filters.
 */
public final class ProblemAnswer {

	private static final JsonMapper JSON = JsonMapper.shared();

	private ProblemAnswer() {
	}

	/**
	 * Writes the failure as the whole answer. Headers that are set already stay.
	 */
	public static void write(HttpServletRequest request, HttpServletResponse response, ProblemException failure)
			throws IOException {
		String instance = Objects.requireNonNullElse(request.getRequestURI(), "");
		byte[] body = JSON
			.writeValueAsBytes(ProblemDetails.members(failure.code(), failure.detail(), instance, failure.data()));
		response.setStatus(failure.code().status());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}
