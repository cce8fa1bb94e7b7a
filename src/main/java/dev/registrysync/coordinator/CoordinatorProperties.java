package dev.registrysync.coordinator;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * {@code registry-sync.coordinators}: whom to pull from.
 *
 * @param coordinators where each is and how to ask it, by name, the one that wins first;
 * {@code default} if none is configured
 */
record CoordinatorProperties(Map<String, Coordinator> coordinators) {

	static final String PREFIX = "registry-sync.coordinators";

	static final String DEFAULT_NAME = "default";

	/**
	 * Reads the properties. Done by hand, since a map below a prefix with a dash does not
	 * see environment variables: {@code REGISTRY_SYNC_COORDINATORS_DEFAULT_URL} would be
	 * passed over in silence.
	 */
	static CoordinatorProperties from(Environment environment) {
		return new CoordinatorProperties(named(environment));
	}

	CoordinatorProperties {
		Map<String, Coordinator> ordered = new LinkedHashMap<>();
		coordinators.entrySet()
			.stream()
			.sorted(Comparator.<Map.Entry<String, Coordinator>>comparingInt((named) -> named.getValue().precedence())
				.thenComparing(Map.Entry.comparingByKey()))
			.forEach((named) -> ordered.put(named.getKey(), named.getValue()));
		coordinators = Collections.unmodifiableMap(ordered);
	}

	private static Map<String, Coordinator> named(Environment environment) {
		Binder binder = Binder.get(environment);
		String theDefault = PREFIX + "." + DEFAULT_NAME;
		Map<String, Coordinator> named = new LinkedHashMap<>(
				binder.bind(PREFIX, Bindable.mapOf(String.class, Coordinator.class)).orElse(Map.of()));
		binder.bind(theDefault, Coordinator.class).ifBound((found) -> named.put(DEFAULT_NAME, found));
		if (named.isEmpty()) {
			named.put(DEFAULT_NAME, binder.bindOrCreate(theDefault, Coordinator.class));
		}
		return named;
	}

	/**
	 * One coordinator.
	 *
	 * @param url its base URL: http or https, without user info, query and fragment
	 * @param tokenFile the file with the token, read at each pull
	 * @param tokenHeader where the token goes: as a bearer token into
	 * {@code Authorization}, as it is into any other header
	 * @param connectTimeout how long a connection may take
	 * @param readTimeout how long an answer may take, from the question to its last byte
	 * @param maxBody how large an answer may be
	 * @param push whether what operators change here is sent to it
	 * @param precedence of two that offer the same entry the one with the lower number
	 * wins; among equals, the one whose name comes first
	 * @param entryMembers an object in a map from id to entry is an entry if it has one
	 * of these members
	 */
	record Coordinator(@DefaultValue("http://localhost:8000") String url, @Nullable Path tokenFile,
			@DefaultValue(CoordinatorToken.AUTHORIZATION) String tokenHeader,
			@DefaultValue("2s") Duration connectTimeout, @DefaultValue("10s") Duration readTimeout,
			@DefaultValue("128MB") DataSize maxBody, @DefaultValue("false") boolean push,
			@DefaultValue("0") int precedence, @DefaultValue( {
					"id", "agent_id", "name", "type", "agent_type", "description", "status", "version", "enabled",
					"class_name", "module_path", "identity" }) List<String> entryMembers){

		/** An answer is held in one array while it is read. */
		private static final DataSize LARGEST_BODY = DataSize.ofGigabytes(1);

		private static final int MAX_PORT = 65_535;

		/** RFC 9110 5.6.2. */
		private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

		private static final Pattern NOT_FOR_TOKENS = Pattern.compile(
				"Accept.*|Connection|Content-.*|Expect|Host|If-.*|Transfer-Encoding|Upgrade|User-Agent",
				Pattern.CASE_INSENSITIVE);

		Coordinator {
			entryMembers = List.copyOf(entryMembers);
			require(!entryMembers.isEmpty() && entryMembers.stream().noneMatch(String::isBlank),
					"entry-members must name at least one member");
			require(!url.contains("@"), "url must not contain a user or password: put a token into the token-file");
			URI uri = parsed(url);
			require("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()),
					"url must begin with http:// or https://");
			require(uri.getHost() != null, "url must name a host; a host name has letters, digits, dots and hyphens");
			require(uri.getPort() <= MAX_PORT, "url must have a port up to " + MAX_PORT);
			require(uri.getRawQuery() == null && uri.getRawFragment() == null,
					"url must not have a query or a fragment");
			require(HEADER_NAME.matcher(tokenHeader).matches() && !NOT_FOR_TOKENS.matcher(tokenHeader).matches(),
					"token-header must be the name of a header that is there for that, such as X-Api-Key");
			require(connectTimeout.compareTo(Duration.ZERO) > 0, "connect-timeout must be positive");
			require(readTimeout.compareTo(Duration.ZERO) > 0, "read-timeout must be positive");
			require(maxBody.toBytes() >= 1 && maxBody.compareTo(LARGEST_BODY) <= 0,
					"max-body must be from 1 byte to 1 GB");
		}

		URI baseUrl() {
			return URI.create(this.url);
		}

		/**
		 * A URL that is none is not repeated in the message: it may hold a password.
		 */
		private static URI parsed(String url) {
			try {
				return new URI(url);
			}
			catch (URISyntaxException ex) {
				throw new IllegalArgumentException(
						"url is not a URL: mind the character at position %d".formatted(ex.getIndex()));
			}
		}

		private static void require(boolean condition, String demand) {
			if (!condition) {
				throw new IllegalArgumentException(demand);
			}
		}

	}

}
