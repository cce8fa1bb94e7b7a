package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The file in a data directory that holds the encrypted keys, and what it says of them in
 * the clear.
 *
 * @param data the data directory
 */
record KeysFile(Path data) {

	private static final JsonMapper json = JsonMapper.shared();

	/**
	 * The addresses of the keys by kind and id, as in {@code agents/planner}; nobody has
	 * two, and no two have the same. The end of an append that was cut short is no key.
	 */
	Map<String, String> addresses() {
		Map<String, String> addresses = new TreeMap<>();
		for (String line : wholeLines()) {
			JsonNode key = json.readTree(line);
			String owner = key.get("kind").asString() + "/" + key.get("id").asString();
			assertThat(addresses.put(owner, key.get("address").asString())).as("another key of " + owner).isNull();
		}
		assertThat(addresses.values()).doesNotHaveDuplicates();
		return addresses;
	}

	private List<String> wholeLines() {
		try {
			String text = Files.readString(this.data.resolve("keystore/keys"));
			return text.substring(0, text.lastIndexOf('\n') + 1).lines().skip(1).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
