package dev.registrysync.events;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebhookPropertiesTest {

	private final MockEnvironment environment = new MockEnvironment();

	private void set(String name, String value) {
		this.environment.setProperty("registry-sync.webhooks." + name, value);
	}

	private void setChat() {
		set("chat.url", "https://chat.example/hook");
		set("chat.secret-file", "/run/secrets/chat");
	}

	@Test
	void thereAreNoneByThemselves() {
		assertThat(WebhookProperties.from(this.environment).webhooks()).isEmpty();
	}

	@Test
	void aWebhookNeedsAUrlAndASecretAndHasDefaultsForTheRest() {
		setChat();

		assertThat(WebhookProperties.from(this.environment).webhooks()).hasEntrySatisfying("chat", (webhook) -> {
			assertThat(webhook.url()).hasToString("https://chat.example/hook");
			assertThat(webhook.secretFile()).hasToString("/run/secrets/chat");
			assertThat(webhook.timeout()).isEqualTo(Duration.ofSeconds(10));
			assertThat(webhook.giveUpAfter()).isEqualTo(Duration.ofHours(24));
			assertThat(webhook.allowLocal()).isFalse();
		});
	}

	@ParameterizedTest
	@CsvSource({ "chat.url, ftp://chat.example, http", "chat.url, https://u:p@chat.example, password",
			"chat.url, https:///hook, host", "chat.url, https://chat.example/#x, fragment",
			"chat.url, https://chat.example:99999/, port", "chat.timeout, 0s, timeout",
			"chat.give-up-after, -1s, give-up-after" })
	void whatCannotWorkIsRefused(String name, String value, String reason) {
		setChat();
		set(name, value);

		assertThatExceptionOfType(BindException.class).isThrownBy(() -> WebhookProperties.from(this.environment))
			.havingRootCause()
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@CsvSource({ "url, url", "secret-file, secret-file" })
	void bothAreNeeded(String name, String reason) {
		set("chat." + name, name.equals("url") ? "https://chat.example" : "/run/secrets/chat");

		assertThatExceptionOfType(BindException.class).isThrownBy(() -> WebhookProperties.from(this.environment))
			.havingRootCause()
			.withMessageEndingWith("is missing")
			.withMessageNotContaining(reason);
	}

}
