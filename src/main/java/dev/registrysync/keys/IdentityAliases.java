package dev.registrysync.keys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

/**
 * {@code registry-sync.identity-aliases}: agents that use the key of another entity.
 */
public final class IdentityAliases {

	/** No entry uses the key of another. */
	public static final IdentityAliases NONE = new IdentityAliases(Map.of());

	private final Map<EntryRef, EntryRef> targets;

	private IdentityAliases(Map<EntryRef, EntryRef> targets) {
		this.targets = targets;
	}

	/**
	 * Reads the aliases.
	 * @param configured the agents' runtime ids, each with {@code <id>} of an agent or
	 * {@code <kind>/<id>}
	 * @throws IllegalArgumentException if an id is none, or an alias leads to itself or
	 * to another alias; the message names it
	 */
	public static IdentityAliases of(Map<String, String> configured) {
		Map<EntryRef, EntryRef> targets = new LinkedHashMap<>();
		configured.forEach((alias, target) -> targets.put(new EntryRef(Kind.AGENTS, id(alias, alias)),
				target(alias, target.strip())));
		targets.forEach((alias, target) -> {
			if (alias.equals(target)) {
				throw new IllegalArgumentException("the alias \"%s\" leads to itself".formatted(alias.id()));
			}
			if (targets.containsKey(target)) {
				throw new IllegalArgumentException(
						"the alias \"%s\" leads to \"%s\", which is an alias itself: name the entity that has the key"
							.formatted(alias.id(), target));
			}
		});
		return new IdentityAliases(targets);
	}

	private static EntryRef target(String alias, String target) {
		int slash = target.indexOf('/');
		Optional<Kind> kind = Kind.find(target.substring(0, Math.max(slash, 0)));
		return kind.map((named) -> new EntryRef(named, id(alias, target.substring(slash + 1))))
			.orElseGet(() -> new EntryRef(Kind.AGENTS, id(alias, target)));
	}

	private static EntryId id(String alias, String id) {
		EntryId.whyNot(id).ifPresent((reason) -> {
			throw new IllegalArgumentException("the alias \"%s\" does not name an entity: %s".formatted(alias, reason));
		});
		return new EntryId(id);
	}

	/**
	 * Whose key the entry uses.
	 */
	EntryRef resolve(EntryRef entry) {
		return this.targets.getOrDefault(entry, entry);
	}

	/**
	 * The entries that use the owner's key though they are not the owner.
	 */
	List<EntryRef> of(EntryRef owner) {
		return this.targets.entrySet()
			.stream()
			.filter((alias) -> alias.getValue().equals(owner))
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

}
