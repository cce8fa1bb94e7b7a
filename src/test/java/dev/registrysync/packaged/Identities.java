package dev.registrysync.packaged;

import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer of {@code GET /identities}.
 *
 * @param answer the answer
 */
record Identities(JsonNode answer) {

	/**
	 * The addresses by kind and id, as in {@code agents/planner}.
	 */
	Map<String, String> addresses() {
		Map<String, String> addresses = new TreeMap<>();
		this.answer.get("identities")
			.forEach((entry) -> addresses.put(entry.get("kind").asString() + "/" + entry.get("id").asString(),
					entry.get("address").asString()));
		return addresses;
	}

	long revision() {
		return this.answer.get("revision").asLong();
	}

	/**
	 * Every entry has an identity that holds, and no two have the same.
	 */
	Identities requireAllValid() {
		assertThat(this.answer.get("gaps")).as("gaps in %s", this.answer).isEmpty();
		assertThat(this.answer.get("identities"))
			.allSatisfy((entry) -> assertThat(entry.get("verdict").asString()).isEqualTo("VALID"));
		assertThat(addresses().values()).doesNotHaveDuplicates()
			.allSatisfy((address) -> assertThat(address).matches("0x[0-9a-fA-F]{40}"));
		return this;
	}

}
