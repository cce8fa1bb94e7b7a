package dev.registrysync.security;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Makes Tomcat close the connection after an answer if the body was not read to its end.
 * Tomcat would read the rest, and hold a thread as long as that drips.
 */
final class UnreadBodyValve extends ValveBase {

	UnreadBodyValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
		if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException) {
			// The caller is gone, and nobody reads an error page
			request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
		}
		if (!request.isAsync() && !isRead(request)) {
			request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
		}
	}

	private static boolean isRead(Request request) {
		AtomicBoolean read = new AtomicBoolean();
		request.getCoyoteRequest().action(ActionCode.REQUEST_BODY_FULLY_READ, read);
		return read.get();
	}

}
