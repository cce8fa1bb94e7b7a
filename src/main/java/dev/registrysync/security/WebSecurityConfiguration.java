package dev.registrysync.security;

import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.session.DisableEncodeUrlFilter;

/**
 * What every call passes, on the API's port and on the management port. There are no
 * sessions and no cookies, so nothing that a browser would send by itself and a forged
 * request could ride on: tokens against that are not needed.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@ConditionalOnWebApplication
class WebSecurityConfiguration {

	/** Lets a page of this service, as Swagger UI, run only what the service serves. */
	private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
			+ "frame-ancestors 'none'";

	private static final double MINUTE = 60;

	/** How many threads Tomcat has unless a property says something else. */
	private static final int THREADS = 200;

	private final SecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();

	@Bean
	Refusals refusals() {
		return new Refusals();
	}

	/**
	 * Those of Spring Security would be hundreds of series that nobody asked for.
	 */
	@Bean
	SecurityObservationSettings securityObservationSettings() {
		return SecurityObservationSettings.noObservations();
	}

	/**
	 * Fetches the keys of the issuer until the context is closed.
	 */
	@Bean
	@ConditionalOnProperty("registry-sync.security.issuer.uri")
	IssuerKeys issuerKeys(SecurityProperties properties) {
		return new IssuerKeys(Objects.requireNonNull(properties.issuer()), System::nanoTime, IssuerKeys.INTERVAL);
	}

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, SecurityProperties properties, Environment environment,
			ConfiguredTokens tokens, ObjectProvider<IssuerKeys> keys, Refusals refusals, Clock clock) throws Exception {
		forEverybody(http, properties.limits(), refusals);
		if (!Threading.VIRTUAL.isActive(environment)) {
			int threads = environment.getProperty("server.tomcat.threads.max", Integer.class, THREADS);
			http.addFilterAfter(new ProbeReserve(threads, refusals), AuditFilter.class);
		}
		if (properties.asksForCredentials()) {
			http.addFilterBefore(new CallerFilter(callers(tokens, properties, keys, clock),
					perMinute(properties.limits()), refusals, this.contexts), AnonymousAuthenticationFilter.class);
		}
		else {
			http.addFilterAfter(browserGuard(properties, environment, refusals), AuditFilter.class)
				.anonymous((anonymous) -> anonymous.authenticationFilter(new AnonymousAuthenticationFilter("anybody") {
					@Override
					protected Authentication createAuthentication(HttpServletRequest request) {
						return new CallerAuthentication(Caller.ANYBODY);
					}
				}));
		}
		return http.build();
	}

	private void forEverybody(HttpSecurity http, Limits limits, Refusals refusals) {
		http.csrf(AbstractHttpConfigurer::disable)
			.cors(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.securityContext((context) -> context.securityContextRepository(this.contexts))
			.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT))
				.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.NO_REFERRER))
				.crossOriginOpenerPolicy((policy) -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
				.crossOriginResourcePolicy((policy) -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)))
			.exceptionHandling((failures) -> failures.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
			.authorizeHttpRequests(
					(requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
						.permitAll()
						.anyRequest()
						.access((authentication,
								call) -> new AuthorizationDecision(isAllowed(authentication, call.getRequest()))))
			.addFilterBefore(new UnreadBodyFilter(), DisableEncodeUrlFilter.class)
			.addFilterAfter(new RequestIdFilter(), HeaderWriterFilter.class)
			.addFilterAfter(new AuditFilter(perMinute(limits)), RequestIdFilter.class)
			.addFilterBefore(new LoadGuard(perSecond(limits), refusals), AuthorizationFilter.class)
			.addFilterAfter(new RequestBodyFilter(limits.bodyTimeout(), refusals), AuthorizationFilter.class)
			.addFilterAfter(new ChangeGuard(limits.changesAtOnce(), refusals), RequestBodyFilter.class);
	}

	private static boolean isAllowed(Supplier<? extends @Nullable Authentication> authentication,
			HttpServletRequest request) {
		return AccessTable.needs(request)
			.map((role) -> authentication.get() instanceof CallerAuthentication known
					&& known.getPrincipal().may(role, AccessTable.entry(request)))
			.orElse(true);
	}

	private static Callers callers(ConfiguredTokens tokens, SecurityProperties properties,
			ObjectProvider<IssuerKeys> keys, Clock clock) {
		Callers known = new KnownTokens(tokens, clock);
		return (properties.issuer() != null) ? known.or(new IssuedTokens(properties.issuer(), keys.getObject(), clock))
				: known;
	}

	private static BrowserGuard browserGuard(SecurityProperties properties, Environment environment,
			Refusals refusals) {
		return new BrowserGuard(Exposure.of(environment).loopback(), Set.copyOf(properties.allowedHosts()), refusals);
	}

	private static TokenBuckets perSecond(Limits limits) {
		return new TokenBuckets(limits.requestsPerSecond(), limits.burst(), limits.remembered(), System::nanoTime);
	}

	private static TokenBuckets perMinute(Limits limits) {
		int failures = limits.failuresPerMinute();
		return new TokenBuckets(failures / MINUTE, failures, limits.remembered(), System::nanoTime);
	}

}
