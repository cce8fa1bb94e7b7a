package dev.registrysync.sync;

import java.util.stream.Stream;

import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.reconcile.Settlement;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonPointer;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /registry/{kind}/{id}/settle}.
 */
@Schema(description = "Which conflict, and whose value is right.",
		example = "{\"member\": \"/description\", \"winner\": \"persistent\"}")
record SettleRequest(
		@Schema(description = "The conflict's member, as the report of a sync names it.",
				requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String member,
		@Schema(description = "Whose value is right.", allowableValues = {
				"runtime", "persistent" }, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String winner){

	static final SettleRequest EMPTY = new SettleRequest(null, null);

	Settlement toSettlement(EntryRef ref) {
		return new Settlement(ref, pointer(), policy());
	}

	private JsonPointer pointer() {
		if (this.member == null) {
			throw new InvalidRequestException("member", "must be given, as in \"/description\"");
		}
		try {
			return JsonPointer.parse(this.member);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRequestException("member", "is no JSON pointer: " + ex.getMessage());
		}
	}

	private ConflictPolicy policy() {
		return Stream.of(ConflictPolicy.RUNTIME, ConflictPolicy.PERSISTENT)
			.filter((policy) -> policy.text().equals(this.winner))
			.findFirst()
			.orElseThrow(() -> new InvalidRequestException("winner", "must be \"runtime\" or \"persistent\""));
	}

}
