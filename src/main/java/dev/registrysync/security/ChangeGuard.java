package dev.registrysync.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import dev.registrysync.security.Places.Place;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds how many calls that change something are under way: they are made one at a time,
 * so more of them would only queue. A call takes a place when its body is there. One
 * caller can have half of the places, and some are for {@code admin} alone, so that a
 * revocation is never kept waiting.
 */
final class ChangeGuard extends OncePerRequestFilter {

	private static final Duration WAIT = Duration.ofSeconds(1);

	private static final int RESERVE = 10;

	private final Places places;

	private final Places reserve;

	private final Refusals refusals;

	ChangeGuard(int changesAtOnce, Refusals refusals) {
		this.places = Places.halfForOne(changesAtOnce);
		this.reserve = Places.halfForOne(RESERVE);
		this.refusals = refusals;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !AccessTable.mayChange(request) || WebAsyncUtils.getAsyncManager(request).hasConcurrentResult();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<Place> place = take(request);
		if (place.isEmpty()) {
			this.refusals.tooMany(request, response, WAIT, "Too many changes of this caller, or of all, wait already.");
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			place.get().giveBack();
		}
	}

	private Optional<Place> take(HttpServletRequest request) {
		String caller = CallerId.of(request);
		boolean admin = CallerAuthentication.current().filter((known) -> known.may(Role.ADMIN)).isPresent();
		Optional<Place> place = this.places.take(caller);
		return (place.isEmpty() && admin) ? this.reserve.take(caller) : place;
	}

}
