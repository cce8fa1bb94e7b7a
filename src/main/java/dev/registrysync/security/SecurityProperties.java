package dev.registrysync.security;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.validation.annotation.Validated;

/**
 * {@code registry-sync.security}.
 *
 * @param open whether it may listen where others can reach it although it asks nobody for
 * credentials; of no account if there are tokens or an issuer
 * @param tokensFile a file with a token's name, roles and hash in each line
 * @param tokens tokens named one by one
 * @param issuer whose signed tokens count; null for nobody's
 * @param allowedHosts by which further names the service may be called while it asks for
 * no credentials
 * @param limits how much one caller may ask for
 */
@Validated
@ConfigurationProperties(prefix = "registry-sync.security", ignoreUnknownFields = false)
record SecurityProperties(@DefaultValue("false") boolean open, @Nullable Path tokensFile,
		@DefaultValue List<Token> tokens, @Nullable Issuer issuer, @DefaultValue List<String> allowedHosts,
		@DefaultValue @Valid Limits limits) {

	SecurityProperties {
		tokens = List.copyOf(tokens);
		allowedHosts = List.copyOf(allowedHosts);
	}

	static SecurityProperties from(Environment environment) {
		return Binder.get(environment).bindOrCreate("registry-sync.security", SecurityProperties.class);
	}

	boolean asksForCredentials() {
		return this.tokensFile != null || !this.tokens.isEmpty() || this.issuer != null;
	}

	/**
	 * One token. What is written here is read by {@link TokenText}, since a failed
	 * binding prints the value.
	 *
	 * @param name whose it is
	 * @param hash what the command {@code token} printed
	 * @param hashFile a file with the hash, instead of it
	 * @param roles {@code read}, {@code sync}, {@code keys}, {@code sign},
	 * {@code sign:KIND/ID}, {@code admin}
	 * @param expires from which instant on it is worth nothing
	 */
	record Token(@Nullable String name, @Nullable String hash, @Nullable Path hashFile,
			@DefaultValue List<String> roles, @Nullable String expires) {
	}

	/**
	 * An OAuth 2 issuer of JWTs.
	 *
	 * @param uri its name, as in the tokens' {@code iss}
	 * @param jwkSetUri where its keys are; by default it is asked for that
	 * @param audience what has to be among the tokens' {@code aud}
	 * @param rolesClaim the claim with the roles; dots lead into objects
	 * @param roles which value of it stands for which role; by default the roles' names
	 */
	record Issuer(String uri, @Nullable String jwkSetUri, String audience, @DefaultValue("roles") String rolesClaim,
			@DefaultValue Map<String, Grant> roles) {
	}

}
