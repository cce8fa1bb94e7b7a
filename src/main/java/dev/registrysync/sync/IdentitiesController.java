package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.registrysync.history.History;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.Fails;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.IdentitiesReport.Gap;
import dev.registrysync.sync.IdentitiesReport.IdentityView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says of every entry in the files whether its identity and content are what was signed.
 */
@RestController
@Tag(name = "Identities", description = "Who is who, and is it still true.")
class IdentitiesController {

	private final SyncService service;

	private final History history;

	IdentitiesController(SyncService service, History history) {
		this.service = service;
		this.history = history;
	}

	@GetMapping(path = "/identities", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "getIdentities", summary = "The verdict on every entry",
			description = "Checks the files as they are now; nothing is changed.")
	@Succeeds(value = "Totals, identities and gaps", examples = "identities/identities.json")
	@Fails(value = ProblemCode.INVALID_REQUEST, when = "There is no such verdict or kind")
	@FailsOnRead
	IdentitiesReport identities(@Parameter(description = "Only entries with this verdict",
			schema = @Schema(implementation = Verdict.class)) @RequestParam(required = false) @Nullable String verdict,
			@Parameter(description = "Only entries of this kind",
					schema = @Schema(allowableValues = { "agents", "tools" })) @RequestParam(
							required = false) @Nullable String kind,
			@Parameter(description = "true: only entries without a valid identity",
					schema = @Schema(type = "boolean", defaultValue = "false")) @RequestParam(
							defaultValue = "false") String gaps) {
		Predicate<EntryVerdict> wanted = filter(verdict, kind, gaps);
		List<EntryVerdict> verdicts = this.service.verdicts();
		return new IdentitiesReport(this.history.registryId(), this.history.revision().number(), totals(verdicts),
				verdicts.stream().filter(wanted).map(IdentitiesController::view).toList(),
				verdicts.stream()
					.filter((entry) -> !entry.isValid())
					.map((entry) -> new Gap(entry.kind().plural(), entry.id(), entry.verdict()))
					.toList());
	}

	private static Predicate<EntryVerdict> filter(@Nullable String verdict, @Nullable String kind, String gaps) {
		@Nullable Verdict wanted = (verdict != null) ? verdict(verdict) : null;
		@Nullable Kind ofKind = (kind != null) ? kind(kind) : null;
		boolean invalid = flag(gaps);
		return (entry) -> (wanted == null || entry.verdict() == wanted) && (ofKind == null || entry.kind() == ofKind)
				&& !(invalid && entry.isValid());
	}

	private static Kind kind(String name) {
		return Kind.find(name)
			.orElseThrow(() -> new InvalidRequestException("kind", "must be \"agents\" or \"tools\""));
	}

	private static boolean flag(String text) {
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new InvalidRequestException("gaps", "must be true or false");
		};
	}

	private static Verdict verdict(String name) {
		return Stream.of(Verdict.values())
			.filter((verdict) -> verdict.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidRequestException("verdict", "must be one of " + List.of(Verdict.values())));
	}

	private static Map<Verdict, Long> totals(List<EntryVerdict> verdicts) {
		Map<Verdict, Long> totals = new EnumMap<>(Verdict.class);
		for (Verdict verdict : Verdict.values()) {
			totals.put(verdict, 0L);
		}
		verdicts.forEach((entry) -> totals.merge(entry.verdict(), 1L, Long::sum));
		return totals;
	}

	private static IdentityView view(EntryVerdict entry) {
		return new IdentityView(entry.kind().plural(), entry.id(),
				entry.findAddress().map(Object::toString).orElse(null), entry.verdict(), entry.reason(),
				entry.remedy());
	}

}
