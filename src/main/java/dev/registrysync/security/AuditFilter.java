package dev.registrysync.security;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Writes a line for each call that may have changed something, and for each that was
 * refused: of many refused ones from one address the first, then one now and then.
 */
final class AuditFilter extends OncePerRequestFilter {

	private static final Logger audit = LoggerFactory.getLogger("audit");

	private static final Set<Integer> REFUSED = Set.of(401, 403, 421, 429);

	private final TokenBuckets refusals;

	AuditFilter(TokenBuckets refusals) {
		this.refusals = refusals;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		boolean answered = false;
		try {
			chain.doFilter(request, response);
			answered = true;
		}
		finally {
			if (!request.isAsyncStarted()) {
				write(request, answered ? response.getStatus() : 500);
			}
		}
	}

	private void write(HttpServletRequest request, int status) {
		if (REFUSED.contains(status)) {
			if (this.refusals.take(CallerId.address(request)).isZero()) {
				audit.warn("{}", AuditLine.of("refused", request, status));
			}
		}
		else if (!AccessTable.isSafe(request)) {
			audit.info("{}", AuditLine.of("done", request, status));
		}
	}

}
