package dev.registrysync.events;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.apache.hc.client5.http.classic.methods.HttpPost;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in a {@code Last-Event-ID}, or in the address of a webhook, it means
 * one thing or is refused.
 */
class EventInputsFuzzTest {

	@FuzzTest(maxDuration = "75s")
	void anEventIdIsAPositionAsItWasGivenOut(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		Position.find(text).ifPresent((position) -> {
			assertThat(position).hasToString(text).isGreaterThanOrEqualTo(Position.BEGINNING);
			assertThat(position).isLessThanOrEqualTo(Position.endOf(position.revision()));
		});
	}

	/**
	 * The host that is looked at is the one that the client goes to.
	 */
	@FuzzTest(maxDuration = "75s")
	void aWebhooksAddressHasOneHostOrIsRefused(byte[] bytes) throws URISyntaxException {
		String text = new String(bytes, StandardCharsets.UTF_8);
		MockEnvironment environment = new MockEnvironment();
		environment.setProperty("registry-sync.webhooks.chat.url", text);
		environment.setProperty("registry-sync.webhooks.chat.secret-file", "secret");
		try {
			URI url = WebhookProperties.from(environment).webhooks().get("chat").url();
			assertThat(url.getScheme().toLowerCase(Locale.ROOT)).isIn("http", "https");
			assertThat(url.getRawUserInfo()).isNull();
			HttpPost request = new HttpPost(url);
			assertThat(request.getAuthority().getUserInfo()).isNull();
			assertThat(withoutBrackets(request.getAuthority().getHostName()))
				.isEqualToIgnoringCase(withoutBrackets(url.getHost()));
			assertThat(request.getAuthority().getPort()).isEqualTo(url.getPort());
			assertThat(request.getUri()).hasHost(url.getHost());
		}
		catch (BindException ex) {
			assertThat(ex.getName().toString()).startsWith(WebhookProperties.PREFIX);
		}
	}

	private static String withoutBrackets(String host) {
		return host.replaceAll("^\\[|]$", "");
	}

}
