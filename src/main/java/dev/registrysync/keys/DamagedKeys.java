package dev.registrysync.keys;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.registrysync.registry.EntryRef;

/**
 * The damaged records of a keystore, and whose they may be.
 */
final class DamagedKeys {

	private final List<DamagedLine> lines;

	private final boolean ownersLost;

	/**
	 * Collects them.
	 * @param lines the damaged lines
	 * @param ownersLost whether there was a record whose owner cannot be made out
	 */
	DamagedKeys(List<DamagedLine> lines, boolean ownersLost) {
		this.lines = List.copyOf(lines);
		this.ownersLost = ownersLost;
	}

	/**
	 * Why the owner's key cannot be used, if its record is damaged.
	 */
	Optional<String> find(EntryRef owner) {
		if (this.lines.isEmpty()) {
			return Optional.empty();
		}
		String fingerprint = KeyRecord.fingerprint(owner);
		return this.lines.stream()
			.filter((line) -> line.fingerprints().contains(fingerprint))
			.findFirst()
			.map((line) -> "its record, line %d of the keys file, is damaged: %s".formatted(line.line(),
					line.reason()));
	}

	/**
	 * Why the owner, who has no intact key, must not get a new one.
	 */
	Optional<String> findObstacle(EntryRef owner) {
		return find(owner).or(() -> this.ownersLost
				? Optional.of("the keys file has a damaged record whose owner cannot be made out; it may be this one")
				: Optional.empty());
	}

	List<DamagedKey> list() {
		return this.lines.stream().map(DamagedLine::toKey).toList();
	}

	@Override
	public String toString() {
		return list().stream().map(DamagedKey::toString).collect(Collectors.joining("; "));
	}

}
