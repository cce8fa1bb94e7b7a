package dev.registrysync.operations;

import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the answers' Content-Type with the description of the API.
 */
class ContentTypesTest extends StartedServiceTestCase {

	@ParameterizedTest
	@ValueSource(strings = { "identity", "gzip" })
	void everyReadHasTheContentTypeOfTheDescription(String coding) {
		COORDINATOR.agents("{\"planner\": {\"status\": \"active\"}}").tools("{\"hammer\": {}}");
		assertThat(service().post("/sync", "").statusCode()).isEqualTo(200);
		JsonNode paths = JsonMapper.shared().readTree(service().get("/v3/api-docs").body()).get("paths");
		Set<String> checked = new TreeSet<>();
		paths.forEachEntry((path, calls) -> {
			if (calls.has("get") && !path.equals("/events")) {
				HttpResponse<String> response = service().send(service()
					.request(path.replace("{kind}", "agents").replace("{id}", "planner").replaceAll("\\{[^}]*}", "x"))
					.header("Accept-Encoding", coding));
				JsonNode content = calls.at("/get/responses/" + response.statusCode() + "/content");
				String type = response.headers().firstValue("Content-Type").orElse("none");
				assertThat(content.propertyNames()).as("GET %s: %d", path, response.statusCode()).contains(type);
				checked.add(path);
			}
		});
		assertThat(checked).contains("/registry/{kind}", "/registry/{kind}/{id}", "/keys", "/syncs");
	}

}
