package dev.registrysync.packaged;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The file in a data directory that holds the encrypted keys, and what it says of them in
 * the clear.
 *
 * @param data the data directory
 */
record KeysFile(Path data) {

	/**
	 * The addresses of the keys by kind and id, as in {@code agents/planner}; nobody has
	 * two, and no two have the same.
	 */
	Map<String, String> addresses() {
		Map<String, String> addresses = new TreeMap<>();
		for (List<String> key : DatabaseFile.keys(this.data)
			.rows("select kind, id, address from key where sealed is not null")) {
			String owner = key.get(0) + "/" + key.get(1);
			assertThat(addresses.put(owner, key.get(2))).as("another key of " + owner).isNull();
		}
		assertThat(addresses.values()).doesNotHaveDuplicates();
		return addresses;
	}

}
