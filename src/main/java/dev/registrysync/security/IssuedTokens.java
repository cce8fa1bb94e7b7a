package dev.registrysync.security;

import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * The callers that an OAuth 2 issuer vouches for, with JWTs: signed with a key of its,
 * for us, not expired, and with a subject. Which roles they have is in a claim.
 */
final class IssuedTokens implements Callers {

	private static final Logger logger = LoggerFactory.getLogger(IssuedTokens.class);

	private static final Set<SignatureAlgorithm> ALGORITHMS = EnumSet.allOf(SignatureAlgorithm.class);

	private final SecurityProperties.Issuer issuer;

	private final NimbusJwtDecoder decoder;

	IssuedTokens(SecurityProperties.Issuer issuer, IssuerKeys keys, Clock clock) {
		this.issuer = issuer;
		this.decoder = NimbusJwtDecoder.withJwkSource(keys)
			.jwsAlgorithms((algorithms) -> algorithms.addAll(ALGORITHMS))
			.build();
		JwtTimestampValidator timestamps = new JwtTimestampValidator();
		timestamps.setClock(clock);
		this.decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(timestamps,
				new JwtIssuerValidator(issuer.uri()), new JwtAudienceValidator(issuer.audience()),
				new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull),
				new JwtClaimValidator<String>(JwtClaimNames.SUB, (subject) -> subject != null && !subject.isEmpty())));
	}

	@Override
	public Optional<Caller> find(String token) {
		try {
			return Optional.of(caller(this.decoder.decode(token)));
		}
		catch (BadJwtException ex) {
			logger.debug("A token was not taken: {}", ex.getMessage());
			return Optional.empty();
		}
		catch (JwtException ex) {
			throw new ProblemException(ProblemCode.ISSUER_UNREACHABLE,
					"The keys of the issuer of tokens cannot be had.", Map.of(), ex);
		}
	}

	private Caller caller(Jwt token) {
		Set<Grant> grants = new HashSet<>();
		values(token).map(this::grant).flatMap(Optional::stream).forEach(grants::add);
		return new Caller(Objects.requireNonNull(token.getSubject()), Caller.Proof.ISSUER, grants);
	}

	private Optional<Grant> grant(String value) {
		return this.issuer.roles().isEmpty() ? Grant.find(value) : Optional.ofNullable(this.issuer.roles().get(value));
	}

	/**
	 * What the claim says: a list, or words with spaces between them, as in
	 * {@code scope}.
	 */
	private Stream<String> values(Jwt token) {
		@Nullable Object claim = token.getClaims();
		for (String step : this.issuer.rolesClaim().split("\\.")) {
			claim = (claim instanceof Map<?, ?> object) ? object.get(step) : null;
		}
		if (claim instanceof Collection<?> list) {
			return list.stream().filter(String.class::isInstance).map(String.class::cast);
		}
		return (claim instanceof String words) ? Arrays.stream(words.split(" ")) : Stream.empty();
	}

}
