package dev.registrysync.history;

import java.util.List;

import dev.registrysync.history.RevisionDiff.EntryDiff;
import dev.registrysync.history.RevisionDiff.MemberDiff;
import dev.registrysync.registry.Json;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /diff}.
 */
@Schema(description = "What differs between two revisions.")
record DiffReport(long from, long to,
		@Schema(description = "The entries that differ, by kind and id.") List<EntryView> entries,
		@Schema(description = "The \"after\" of the next page; null if this is the last one.") @Nullable String next) {

	/**
	 * An entry that differs.
	 */
	@Schema(name = "EntryDiff")
	record EntryView(String kind, String id, @Schema(description = "added, removed or changed", allowableValues = {
			"added", "removed", "changed" }) String change,
			@Schema(description = "The members that differ.") List<MemberView> members){

		static EntryView of(EntryDiff entry) {
			return new EntryView(entry.ref().kind().plural(), entry.ref().id().value(), entry.change(),
					entry.members().stream().map(MemberView::of).toList());
		}

		private String cursor() {
			return this.kind + "/" + this.id;
		}

	}

	/**
	 * A member that differs.
	 */
	@Schema(name = "MemberDiff")
	record MemberView(
			@Schema(description = "Where it is in the entry: a JSON pointer.", example = "/description") String member,
			@Schema(implementation = Object.class,
					description = "Its value at the first revision; null if it was not there.") @Nullable Json before,
			@Schema(implementation = Object.class,
					description = "Its value at the second revision; null if it was not there.") @Nullable Json after) {

		private static MemberView of(MemberDiff member) {
			return new MemberView(member.member().toString(), member.before().orElse(null),
					member.after().orElse(null));
		}

	}

	/**
	 * Makes a page.
	 * @param found one entry more than the page has, if there is one
	 */
	static DiffReport of(long from, long to, List<EntryView> found, int limit) {
		return (found.size() > limit) ? new DiffReport(from, to, found.subList(0, limit), found.get(limit - 1).cursor())
				: new DiffReport(from, to, found, null);
	}

}
