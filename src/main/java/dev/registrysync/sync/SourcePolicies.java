package dev.registrysync.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.registrysync.reconcile.SourcePolicy;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Gathers what is set for single sources.
 */
final class SourcePolicies {

	private SourcePolicies() {
	}

	/**
	 * The policies by the names of their sources.
	 * @param known the sources that there are
	 * @throws InvalidConfigurationPropertyValueException naming the property of a source
	 * that there is not
	 */
	static Map<String, SourcePolicy> of(GuardProperties guard, ConflictProperties conflicts, List<String> known) {
		requireKnown("registry-sync.guard.sources", guard.sources().keySet(), known);
		requireKnown("registry-sync.conflicts.sources", conflicts.sources().keySet(), known);
		Set<String> names = new TreeSet<>(guard.sources().keySet());
		names.addAll(conflicts.sources().keySet());
		Map<String, SourcePolicy> policies = new LinkedHashMap<>();
		for (String name : names) {
			policies.put(name,
					new SourcePolicy(Optional.ofNullable(guard.sources().get(name)).map((own) -> own.toGuard(guard)),
							Optional.ofNullable(conflicts.sources().get(name))
								.map(ConflictProperties.SourceConflicts::byKind)
								.orElseGet(Map::of)));
		}
		return policies;
	}

	private static void requireKnown(String prefix, Set<String> names, List<String> known) {
		names.stream().filter((name) -> !known.contains(name)).findFirst().ifPresent((name) -> {
			throw new InvalidConfigurationPropertyValueException(prefix + "." + name, name,
					"No source has this name; there are %s".formatted(known));
		});
	}

}
