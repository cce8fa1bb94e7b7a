package dev.registrysync.coordinator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonVisitor;
import dev.registrysync.registry.StrictText;

/**
 * Looks for a value that RFC 8785 has no form for, so that nothing could sign it: a
 * number that is no finite double (3.2.2.3), half of a surrogate pair in a string or a
 * name (3.2.2.2).
 */
final class Unsignable implements JsonVisitor {

	private final Deque<String> path = new ArrayDeque<>();

	private @Nullable String defect;

	private Unsignable() {
	}

	/**
	 * The first such value: what is wrong and its JSON pointer (RFC 6901).
	 */
	static Optional<String> find(JsonObject entry) {
		Unsignable visitor = new Unsignable();
		entry.accept(visitor);
		return Optional.ofNullable(visitor.defect);
	}

	@Override
	public void visit(JsonObject object) {
		object.members().forEach(this::below);
	}

	@Override
	public void visit(JsonArray array) {
		for (int i = 0; i < array.values().size(); i++) {
			below(Integer.toString(i), array.values().get(i));
		}
	}

	private void below(String name, Json value) {
		if (this.defect == null && hasHalfPair(name)) {
			found("half of a surrogate pair in a name");
		}
		if (this.defect == null) {
			this.path.addLast(name.replace("~", "~0").replace("/", "~1"));
			value.accept(this);
			this.path.removeLast();
		}
	}

	@Override
	public void visit(JsonString string) {
		if (StrictText.isMark(string.value())) {
			found("a number that its source says is not JSON");
		}
		if (hasHalfPair(string.value())) {
			found("half of a surrogate pair");
		}
	}

	private static boolean hasHalfPair(String text) {
		return text.codePoints()
			.anyMatch((point) -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
	}

	@Override
	public void visit(JsonNumber number) {
		if (!number.isFinite()) {
			found("a number that is not finite");
		}
	}

	@Override
	public void visit(JsonLiteral literal) {
		// all three can be signed
	}

	private void found(String what) {
		this.defect = "%s at \"%s\" cannot be signed".formatted(what, Snippet.of("/" + String.join("/", this.path)));
	}

}
