package dev.registrysync;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sends an answer to its last byte while the call still counts as active. Otherwise
 * Tomcat sends it a moment later, and a graceful shutdown, that waits for active calls
 * only, may close the connection in between: the run is done, but its caller never learns
 * how it ended.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class WholeAnswerFilter extends OncePerRequestFilter {

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(request, response);
		if (!request.isAsyncStarted()) {
			sendTheRest(response);
		}
	}

	private void sendTheRest(HttpServletResponse response) throws IOException {
		try {
			response.getOutputStream().close();
		}
		catch (AsyncRequestNotUsableException ex) {
			logger.debug("The caller has gone before the answer ended", ex);
		}
	}

}
