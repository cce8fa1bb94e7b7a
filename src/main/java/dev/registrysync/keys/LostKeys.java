package dev.registrysync.keys;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The addresses whose keys an operator declared lost for good, one a line.
 */
final class LostKeys {

	private final KeystoreFiles files;

	LostKeys(KeystoreFiles files) {
		this.files = files;
	}

	/**
	 * Reads the addresses; a line that is none is left out, so that its key stays
	 * missing.
	 */
	Set<Address> read() {
		return this.files.read(this.files.lost())
			.map((bytes) -> new String(bytes, US_ASCII))
			.stream()
			.flatMap(String::lines)
			.map(Address::find)
			.flatMap(Optional::stream)
			.collect(Collectors.toCollection(HashSet::new));
	}

	/**
	 * Adds the keys' addresses durably.
	 */
	void add(Collection<KeyFacts> lost) {
		Set<String> lines = new TreeSet<>();
		read().forEach((address) -> lines.add(address.toString()));
		lost.forEach((key) -> lines.add(key.address().toString()));
		this.files.replace(this.files.lost(), (String.join("\n", List.copyOf(lines)) + "\n").getBytes(US_ASCII));
	}

}
