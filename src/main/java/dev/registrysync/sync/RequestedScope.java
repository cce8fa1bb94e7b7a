package dev.registrysync.sync;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a request what the run shall be about.
 */
final class RequestedScope {

	private static final int MAX_IDS = 10_000;

	private RequestedScope() {
	}

	/**
	 * The scope; what is left out means all.
	 * @throws InvalidRequestException naming the member that is wrong
	 */
	static Scope of(@Nullable List<@Nullable String> kinds, @Nullable List<@Nullable String> ids) {
		return new Scope(kinds(kinds), ids(ids));
	}

	private static Set<Kind> kinds(@Nullable List<@Nullable String> kinds) {
		if (kinds == null) {
			return EnumSet.allOf(Kind.class);
		}
		Set<Kind> chosen = EnumSet.noneOf(Kind.class);
		for (int i = 0; i < kinds.size(); i++) {
			String member = "kinds[%d]".formatted(i);
			chosen.add(Kind.find(Objects.requireNonNullElse(kinds.get(i), ""))
				.orElseThrow(() -> new InvalidRequestException(member, "must be \"agents\" or \"tools\"")));
		}
		return notEmpty("kinds", chosen);
	}

	private static Set<EntryId> ids(@Nullable List<@Nullable String> ids) {
		if (ids == null) {
			return Set.of();
		}
		if (ids.size() > MAX_IDS) {
			throw new InvalidRequestException("ids", "has more than %d ids".formatted(MAX_IDS));
		}
		Set<EntryId> chosen = new LinkedHashSet<>();
		for (int i = 0; i < ids.size(); i++) {
			String id = Objects.requireNonNullElse(ids.get(i), "");
			String member = "ids[%d]".formatted(i);
			EntryId.whyNot(id).ifPresent((reason) -> {
				throw new InvalidRequestException(member, reason);
			});
			chosen.add(new EntryId(id));
		}
		return notEmpty("ids", chosen);
	}

	/**
	 * An empty list would mean nothing at all: more likely a mistake than a wish.
	 */
	private static <T> Set<T> notEmpty(String member, Set<T> chosen) {
		if (chosen.isEmpty()) {
			throw new InvalidRequestException(member, "must not be empty; leave it out to mean all");
		}
		return chosen;
	}

	/**
	 * The sources.
	 * @param configured the names that there are
	 * @throws InvalidRequestException naming the member that is wrong
	 */
	static Set<String> sources(@Nullable List<@Nullable String> sources, List<String> configured) {
		if (sources == null) {
			return Set.of();
		}
		Set<String> chosen = new LinkedHashSet<>();
		for (int i = 0; i < sources.size(); i++) {
			String source = Objects.requireNonNullElse(sources.get(i), "");
			if (!configured.contains(source)) {
				throw new InvalidRequestException("sources[%d]".formatted(i),
						"is not a configured coordinator; there is \"%s\""
							.formatted(String.join("\", \"", configured)));
			}
			chosen.add(source);
		}
		return notEmpty("sources", chosen);
	}

}
