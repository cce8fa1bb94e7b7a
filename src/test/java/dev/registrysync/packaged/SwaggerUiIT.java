package dev.registrysync.packaged;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What an operator does first, in a real browser, where one is installed.
 */
class SwaggerUiIT {

	private static final Pattern TOKEN = Pattern.compile("rst_\\S+");

	private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");

	private static final String SYNC = "#operations-Sync-sync ";

	@TempDir
	private Path directory;

	@Test
	void aCallerAuthorizesStartsADryRunAndReadsItsReport() {
		Optional<Path> chromium = Browser.find();
		assumeTrue(chromium.isPresent(), "Chromium is not installed");
		String printed = OfflineCommand.run(this.directory, "token", "--name", "ui", "--roles", "sync").output();
		try (Coordinator coordinator = Coordinator.onLoopback().agents(Samples.agents()).tools(Samples.tools());
				ServiceProcess service = ServiceProcess.start(this.directory.resolve("data"), coordinator.url(),
						"--registry-sync.security.tokens[0].name=ui", "--registry-sync.security.tokens[0].roles=sync",
						"--registry-sync.security.tokens[0].hash=" + first(HASH, printed));
				Browser browser = Browser.start(chromium.get(), this.directory.resolve("profile"))) {
			browser.go(service.url().resolve("/swagger-ui.html"));
			browser.click(".btn.authorize");
			browser.type(".auth-container input", first(TOKEN, printed));
			browser.click(".auth-btn-wrapper .authorize");
			browser.click(".auth-btn-wrapper .btn-done");
			browser.click(SYNC + ".opblock-summary-control");
			browser.click(SYNC + ".try-out__btn");
			browser.type(SYNC + "textarea", "{\"dry_run\": true}");
			browser.click(SYNC + ".execute");
			assertThat(browser.read(SYNC + ".live-responses-table tbody .response-col_status")).contains("200");
			browser.show(SYNC + ".live-responses-table");
			browser.screenshot(Path.of("target/swagger-ui.png"));
			JsonNode report = JsonMapper.shared()
				.readTree(browser.read(SYNC + ".live-responses-table tbody .highlight-code .microlight"));
			assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
			assertThat(report.get("dry_run").asBoolean()).isTrue();
			assertThat(report.get("agents_synced").asInt()).isEqualTo(Samples.AGENTS);
			assertThat(this.directory.resolve("data/config")).as("a dry run writes nothing").isEmptyDirectory();
		}
	}

	private static String first(Pattern pattern, String text) {
		return pattern.matcher(text).results().map(MatchResult::group).findFirst().orElseThrow();
	}

}
