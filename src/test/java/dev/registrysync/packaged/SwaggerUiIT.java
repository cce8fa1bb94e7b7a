package dev.registrysync.packaged;

import java.nio.file.Path;
import java.util.Optional;

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

	private static final String SYNC = "#operations-Sync-sync ";

	@TempDir
	private Path directory;

	@Test
	void aDryRunIsStartedAndItsReportReadInSwaggerUi() {
		Optional<Path> chromium = Browser.find();
		assumeTrue(chromium.isPresent(), "Chromium is not installed");
		try (Coordinator coordinator = Coordinator.onLoopback().agents(Samples.agents()).tools(Samples.tools());
				ServiceProcess service = ServiceProcess.start(this.directory.resolve("data"), coordinator.url());
				Browser browser = Browser.start(chromium.get(), this.directory.resolve("profile"))) {
			browser.go(service.url().resolve("/swagger-ui.html"));
			browser.click(SYNC + ".opblock-summary-control");
			browser.click(SYNC + ".try-out__btn");
			browser.type(SYNC + "textarea", "{\"dry_run\": true}");
			browser.click(SYNC + ".execute");
			assertThat(browser.read(SYNC + ".live-responses-table .response-col_status")).contains("200");
			JsonNode report = JsonMapper.shared()
				.readTree(browser.read(SYNC + ".live-responses-table .highlight-code pre"));
			assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
			assertThat(report.get("dry_run").asBoolean()).isTrue();
			assertThat(report.get("agents_synced").asInt()).isEqualTo(Samples.AGENTS);
			browser.screenshot(Path.of("target/swagger-ui.png"));
			assertThat(service.api().identities().addresses()).as("a dry run writes nothing").isEmpty();
		}
	}

}
