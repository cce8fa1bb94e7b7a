package dev.registrysync.events;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * {@code registry-sync.webhooks.<name>}: who is told of changes.
 *
 * @param webhooks by name
 */
record WebhookProperties(Map<String, Webhook> webhooks) {

	static final String PREFIX = "registry-sync.webhooks";

	private static final int MAX_PORT = 65_535;

	WebhookProperties {
		webhooks = Collections.unmodifiableMap(new LinkedHashMap<>(webhooks));
		webhooks.keySet().forEach(WebhookProperties::requireName);
	}

	static WebhookProperties from(Environment environment) {
		return new WebhookProperties(
				Binder.get(environment).bind(PREFIX, Bindable.mapOf(String.class, Webhook.class)).orElse(Map.of()));
	}

	/**
	 * The name is in metrics and in a file's name.
	 */
	private static void requireName(String name) {
		if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
			throw new IllegalArgumentException(
					"%s: a webhook's name has 1 to 63 letters, digits, hyphens and underscores".formatted(PREFIX));
		}
	}

	/**
	 * One webhook.
	 *
	 * @param url where to post: http or https, without user info and fragment
	 * @param secretFile the file with the secret that signs what is sent
	 * @param timeout how long one attempt may take
	 * @param giveUpAfter how long to try to deliver the same changes
	 * @param allowLocal whether the host may have an address of this machine or its link
	 */
	record Webhook(URI url, Path secretFile, @DefaultValue("10s") Duration timeout,
			@DefaultValue("24h") Duration giveUpAfter, @DefaultValue("false") boolean allowLocal) {

		Webhook {
			require(url != null, "url is missing");
			require(secretFile != null, "secret-file is missing");
			require(isHttp(url) && url.getHost() != null, "url must begin with http:// or https:// and name a host");
			require(url.getRawUserInfo() == null && url.getRawFragment() == null,
					"url must not have a user, a password or a fragment");
			require(url.getPort() <= MAX_PORT, "url must have a port up to " + MAX_PORT);
			require(timeout.compareTo(Duration.ZERO) > 0, "timeout must be positive");
			require(!giveUpAfter.isNegative(), "give-up-after must not be negative");
		}

		private static boolean isHttp(URI url) {
			@Nullable String scheme = url.getScheme();
			return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
		}

		private static void require(boolean condition, String demand) {
			if (!condition) {
				throw new IllegalArgumentException(demand);
			}
		}

	}

}
