package dev.registrysync.coordinator;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Text;

/**
 * Reads what a coordinator answers to a patch.
 *
 * @param question what was asked
 * @param answer what came
 * @param redaction takes our secrets out of what the coordinator says
 */
record PatchAnswer(Question question, HttpResponse<Text> answer, UnaryOperator<String> redaction) {

	/**
	 * What came of it.
	 * @throws BadAnswerException if it says neither that the patch was taken nor why not
	 */
	PatchOutcome outcome() {
		return switch (this.answer.statusCode()) {
			case 200, 201, 202, 204 -> applied();
			case 404 -> lacksEntries() ? new PatchOutcome.Moved() : new PatchOutcome.NotOffered(404);
			case 405, 501 -> new PatchOutcome.NotOffered(this.answer.statusCode());
			case 412 -> new PatchOutcome.Moved();
			case 422 -> refused();
			default -> throw refusal();
		};
	}

	/**
	 * Another Registry Sync that has lost an entry since it was pulled.
	 */
	private boolean lacksEntries() {
		return body().flatMap((json) -> json.findText("code")).equals(Optional.of(ProblemCode.ENTRY_NOT_FOUND.text()));
	}

	private BadAnswerException refusal() {
		return new Refusal(this.answer.statusCode(), this.answer.headers(), this.redaction).of(this.question);
	}

	/**
	 * Some say 200 and mean an error, or mean a login page.
	 */
	private PatchOutcome applied() {
		String type = this.answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
		if (type.startsWith("text/html")) {
			throw this.question.bad(ProblemCode.COORDINATOR_NOT_JSON, "the answer is HTML", this.answer.statusCode());
		}
		body().flatMap((json) -> json.find(ReportedError.MEMBER))
			.filter((error) -> !isEntry(error))
			.flatMap(ReportedError::find)
			.ifPresent((error) -> {
				throw this.question.bad(ProblemCode.COORDINATOR_REPORTED_ERROR,
						"it says \"%s\"".formatted(Snippet.of(this.redaction.apply(error))), this.answer.statusCode());
			});
		return new PatchOutcome.Applied(LastAnswer.etag(this.answer.headers()).filter(LastAnswer::isStrong));
	}

	/**
	 * The answer may be the registry, which may have an entry of that name.
	 */
	private static boolean isEntry(Json error) {
		return error instanceof JsonObject object && EntryMembers.of(List.of()).isEntry(ReportedError.MEMBER, object);
	}

	/**
	 * The problem of another Registry Sync, whose {@code refused} names the members.
	 */
	private PatchOutcome refused() {
		List<JsonPointer> members = new ArrayList<>();
		body().flatMap((json) -> json.find("refused")).ifPresent((refused) -> {
			if (refused instanceof JsonArray array) {
				array.values().forEach((member) -> pointer(member).ifPresent(members::add));
			}
		});
		if (members.isEmpty()) {
			throw refusal();
		}
		return new PatchOutcome.MembersRefused(members);
	}

	private static Optional<JsonPointer> pointer(Json member) {
		return (member instanceof JsonObject object)
				? object.findText("pointer").flatMap(JsonPointer::find).filter((pointer) -> pointer.rest().isPresent())
				: Optional.empty();
	}

	private Optional<JsonObject> body() {
		try {
			return (JsonReader.read(this.answer.body().bytes()) instanceof JsonObject object) ? Optional.of(object)
					: Optional.empty();
		}
		catch (JsonSyntaxException ex) {
			return Optional.empty();
		}
	}

}
