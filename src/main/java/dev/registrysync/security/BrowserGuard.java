package dev.registrysync.security;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import dev.registrysync.problem.ProblemCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps web pages out of a service that asks nobody for credentials. A page cannot choose
 * the header {@code Host}, which shows a name that was made to lead here (DNS rebinding),
 * nor {@code Sec-Fetch-Site} and {@code Origin}, which show whose page it is.
 */
final class BrowserGuard extends OncePerRequestFilter {

	private static final Pattern IP_ADDRESS = Pattern.compile("\\[.*]|[0-9a-f]*:[0-9a-f:%a-z.]*|\\d+(\\.\\d+){3}");

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|.+\\.localhost|127(\\.\\d+){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

	private static final Pattern PORT = Pattern.compile(":\\d*$");

	private final Predicate<String> hosts;

	private final Refusals refusals;

	/**
	 * Guards it.
	 * @param loopback whether only this machine can reach the service; else it may be
	 * called by its address, and by a name without dots, as in a network of containers:
	 * neither can be the name of a page on the internet
	 * @param allowed by which further names
	 */
	BrowserGuard(boolean loopback, Set<String> allowed, Refusals refusals) {
		Predicate<String> known = LOOPBACK.asMatchPredicate().or((host) -> allowed.contains(host));
		this.hosts = loopback ? known : known.or(IP_ADDRESS.asMatchPredicate()).or((host) -> host.indexOf('.') < 0);
		this.refusals = refusals;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String host = request.getHeader(HttpHeaders.HOST);
		if (host != null
				&& !(isKnown(PORT.matcher(host.strip()).replaceFirst("")) && isKnown(request.getServerName()))) {
			this.refusals.answer(request, response, ProblemCode.UNKNOWN_HOST,
					"The service does not answer by the name in the header Host.");
		}
		else if (isFromAnotherSite(request)) {
			this.refusals.answer(request, response, ProblemCode.CROSS_SITE, "A page of another site made this call.");
		}
		else {
			chain.doFilter(request, response);
		}
	}

	/**
	 * Behind a proxy the server's name may come from {@code X-Forwarded-Host} or
	 * {@code Forwarded}, which a page can choose. So the raw {@code Host} is checked too.
	 */
	private boolean isKnown(String host) {
		return this.hosts.test(host.toLowerCase(Locale.ROOT));
	}

	private static boolean isFromAnotherSite(HttpServletRequest request) {
		@Nullable String site = request.getHeader("Sec-Fetch-Site");
		if (site == null) {
			return isOriginOfAnother(request);
		}
		return !Set.of("same-origin", "none").contains(site) && !isLink(request);
	}

	/**
	 * Of browsers that send no {@code Sec-Fetch-Site}. Where the service is behind a
	 * proxy that speaks TLS, only host and port can be compared.
	 */
	private static boolean isOriginOfAnother(HttpServletRequest request) {
		@Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
		return origin != null && !origin.replaceFirst("^https?://", "").equals(request.getHeader(HttpHeaders.HOST));
	}

	/**
	 * Whether somebody followed a link, to Swagger UI perhaps.
	 */
	private static boolean isLink(HttpServletRequest request) {
		return AccessTable.isSafe(request) && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
				&& "document".equals(request.getHeader("Sec-Fetch-Dest"));
	}

}
