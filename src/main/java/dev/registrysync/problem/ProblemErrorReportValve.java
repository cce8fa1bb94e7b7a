package dev.registrysync.problem;

import java.io.IOException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;

/**
 * Answers with a problem what Tomcat refuses by itself, such as a path that is not
 * encoded as paths are. Tomcat makes it by its name.
 */
public class ProblemErrorReportValve extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable failure) {
		int status = response.getStatus();
		if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		try {
			ProblemAnswer.write(request, response, new ProblemException(
					ProblemHandler.code(HttpStatusCode.valueOf(status)), "The request cannot be understood."));
			response.finishResponse();
		}
		catch (IOException ex) {
			// Whoever asked is gone
			this.container.getLogger().debug("No problem could be sent", ex);
		}
	}

}
