package dev.registrysync.keys;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * {@code registry-sync.identity-aliases}: agents that use the key of another entity.
 */
public final class IdentityAliases {

	/** No entry uses the key of another. */
	public static final IdentityAliases NONE = new IdentityAliases(Map.of());

	private static final String PROPERTY = "registry-sync.identity-aliases";

	private final Map<EntryRef, EntryRef> targets;

	private IdentityAliases(Map<EntryRef, EntryRef> targets) {
		this.targets = targets;
	}

	/**
	 * Reads the aliases that are configured. Done by hand, since a map cannot be a record
	 * of its own.
	 * @throws InvalidConfigurationPropertyValueException as {@link #of(Map)}
	 */
	public static IdentityAliases from(Environment environment) {
		Map<String, String> configured = Binder.get(environment)
			.bind(PROPERTY, Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
		try {
			return of(configured);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PROPERTY, configured, ex.getMessage());
		}
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
	public EntryRef resolve(EntryRef entry) {
		return this.targets.getOrDefault(entry, entry);
	}

	/**
	 * Whether the entry uses the key of another.
	 */
	public boolean isAlias(EntryRef entry) {
		return this.targets.containsKey(entry);
	}

	/**
	 * The entries that use the owner's key though they are not the owner.
	 */
	public List<EntryRef> of(EntryRef owner) {
		return this.targets.entrySet()
			.stream()
			.filter((alias) -> alias.getValue().equals(owner))
			.map(Map.Entry::getKey)
			.sorted()
			.toList();
	}

}
