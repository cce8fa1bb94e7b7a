package dev.registrysync.sync;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.registry.Json;
import dev.registrysync.sync.OutOfSync.DifferingEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /sources/{name}/differences}.
 */
@Schema(description = "Where the registry differs from what a source said last.")
record DifferencesReport(@Schema(description = "The source's name.") String source,
		@Schema(description = "The entries that differ; at most 1000.") List<EntryView> entries) {

	static DifferencesReport of(String source, List<DifferingEntry> entries) {
		return new DifferencesReport(source, entries.stream().map(DifferencesReport::view).toList());
	}

	private static EntryView view(DifferingEntry entry) {
		return new EntryView(entry.ref().kind().plural(), entry.ref().id().value(), entry.inRegistry(),
				entry.members()
					.stream()
					.map((member) -> new DifferenceView(member.member().toString(), member.registry().orElse(null),
							member.source().orElse(null)))
					.toList());
	}

	/**
	 * An entry that differs.
	 */
	@Schema(name = "DifferingEntry")
	record EntryView(String kind, String id, @JsonProperty("in_registry") @Schema(
			description = "false: it was taken out of the registry, and its source still has it.") boolean inRegistry,
			@Schema(description = "The members that differ; none if the entry was taken out.") List<DifferenceView> members) {
	}

	/**
	 * A member that differs, in the registry's words.
	 */
	@Schema(name = "DifferingMember")
	record DifferenceView(
			@Schema(description = "Where it is in the entry: a JSON pointer.", example = "/description") String member,
			@Schema(implementation = Object.class,
					description = "Its value in the registry; null if it is not there.") @Nullable Json registry,
			@Schema(implementation = Object.class,
					description = "What the source said last that a run decided on.") @Nullable Json source) {
	}

}
