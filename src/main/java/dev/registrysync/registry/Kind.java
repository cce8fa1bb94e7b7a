package dev.registrysync.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a registry document lists: agents or tools.
 */
public enum Kind {

	AGENTS("agent"), TOOLS("tool");

	private final String singular;

	private final String plural;

	Kind(String singular) {
		this.singular = singular;
		this.plural = name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The word for one of this kind, as in {@code agent_registration:…}.
	 */
	public String singular() {
		return this.singular;
	}

	/**
	 * The word in paths, JSON, metrics and signed texts: {@code agents} or {@code tools}.
	 */
	public String plural() {
		return this.plural;
	}

	/**
	 * The member of a registry document that holds the entries.
	 */
	public String envelope() {
		return "registered_" + plural();
	}

	public static Optional<Kind> find(String plural) {
		return Stream.of(values()).filter((kind) -> kind.plural().equals(plural)).findFirst();
	}

	@Override
	public String toString() {
		return plural();
	}

}
