package dev.registrysync.security;

import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every call an id, its own or the one that the caller sent, and tells it to the
 * caller and to all log lines of the call.
 */
final class RequestIdFilter extends OncePerRequestFilter {

	static final String HEADER = "X-Request-Id";

	/** Its name among what log lines carry. */
	static final String KEY = "request_id";

	private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String id = id(request, response);
		response.setHeader(HEADER, id);
		try (MDC.MDCCloseable closed = MDC.putCloseable(KEY, id)) {
			chain.doFilter(request, response);
		}
	}

	/**
	 * The id that the call has already, if it is dispatched again, or the one that was
	 * sent, or a new one.
	 */
	private static String id(HttpServletRequest request, HttpServletResponse response) {
		String given = response.getHeader(HEADER);
		String sent = request.getHeader(HEADER);
		if (given != null) {
			return given;
		}
		return (sent != null && FORM.matcher(sent).matches()) ? sent : UUID.randomUUID().toString();
	}

}
