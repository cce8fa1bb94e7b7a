package dev.registrysync.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/**
 * Answers with a problem what Tomcat refuses by itself, such as a path that is not
 * encoded as paths are. Tomcat makes it by its name.
 */
public class ProblemErrorReportValve extends ErrorReportValve {

	private static final JsonMapper JSON = JsonMapper.shared();

	@Override
	protected void report(Request request, Response response, @Nullable Throwable failure) {
		int status = response.getStatus();
		if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		ProblemCode code = ProblemHandler.code(HttpStatusCode.valueOf(status));
		response.setStatus(code.status());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		try {
			response.getOutputStream()
				.write(JSON
					.writeValueAsString(ProblemDetails.members(code, "The request cannot be understood.",
							(request.getRequestURI() != null) ? request.getRequestURI() : "", Map.of()))
					.getBytes(StandardCharsets.UTF_8));
			response.finishResponse();
		}
		catch (IOException ex) {
			// Whoever asked is gone
			this.container.getLogger().debug("No problem could be sent", ex);
		}
	}

}
