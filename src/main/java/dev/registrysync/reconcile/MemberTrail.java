package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import org.jspecify.annotations.Nullable;

/**
 * What a member was in this registry since the source had the same. Whatever the source
 * shows of it is behind us, something new, or ours. {@code null} is a member that is not
 * there, as in a merge patch.
 *
 * @param here the values, oldest first, the present one last; the first is the one that
 * both had
 * @param settled the source's value after a conflict that it won; null if there was none
 * @param sent how often the present value was sent since the source last showed it
 */
record MemberTrail(List<Json> here, @Nullable Json settled, int sent) {

	private static final int MAX_LENGTH = 16;

	private static final String HERE = "here";

	private static final String SETTLED = "settled";

	private static final String SENT = "sent";

	MemberTrail {
		here = List.copyOf(here);
		if (here.isEmpty()) {
			throw new IllegalArgumentException("a trail has a value");
		}
	}

	/**
	 * Both sides have this value.
	 */
	static MemberTrail agreed(Json value) {
		return new MemberTrail(List.of(value), null, 0);
	}

	private Json present() {
		return this.here.get(this.here.size() - 1);
	}

	/**
	 * The value that both sides had.
	 */
	Json common() {
		return this.here.get(0);
	}

	/**
	 * The member has this value here by now.
	 */
	MemberTrail to(Json value) {
		if (present().equals(value)) {
			return this;
		}
		List<Json> longer = new ArrayList<>(this.here);
		longer.add(value);
		if (longer.size() > MAX_LENGTH) {
			longer.remove(1);
		}
		return new MemberTrail(longer, this.settled, 0);
	}

	/**
	 * The source took this value; the member may have moved on since.
	 */
	MemberTrail pushed(Json value) {
		return from(value, null, this.sent + 1);
	}

	/**
	 * The source keeps its own value against this one.
	 * @param there its value
	 */
	MemberTrail settled(Json value, Json there) {
		return from(value, there, 0);
	}

	private MemberTrail from(Json value, @Nullable Json against, int times) {
		int at = this.here.lastIndexOf(value);
		if (at < 0) {
			return this;
		}
		boolean movedOn = at < this.here.size() - 1;
		return new MemberTrail(this.here.subList(at, this.here.size()), against, movedOn ? 0 : times);
	}

	/**
	 * Whether somebody changed the member here since both sides had the same. One that
	 * was changed and changed back has moved too: the source may have seen it in between.
	 */
	boolean isMoved() {
		return this.here.size() > 1;
	}

	/**
	 * Whether the source shows what the member was here before.
	 */
	boolean isAheadOf(Json there) {
		return this.here.subList(0, this.here.size() - 1).contains(there);
	}

	JsonObject toJson() {
		JsonObject json = JsonObject.of(HERE, new JsonArray(this.here));
		if (this.settled != null) {
			json = json.with(SETTLED, this.settled);
		}
		return (this.sent > 0) ? json.with(SENT, new JsonNumber(Integer.toString(this.sent))) : json;
	}

	/**
	 * The trail of a member.
	 * @param trails the trails of an entry's members, by JSON pointer
	 */
	static Optional<MemberTrail> find(JsonObject trails, JsonPointer member) {
		return trails.findObject(member.toString()).flatMap(MemberTrail::of);
	}

	private static Optional<MemberTrail> of(JsonObject json) {
		if (!(json.members().get(HERE) instanceof JsonArray here) || here.values().isEmpty()) {
			return Optional.empty();
		}
		int sent = (json.members().get(SENT) instanceof JsonNumber number) ? (int) number.doubleValue() : 0;
		return Optional.of(new MemberTrail(here.values(), json.members().get(SETTLED), sent));
	}

	/**
	 * A member's value, null if it is not there.
	 */
	static Json value(Optional<Json> found) {
		return found.orElse(JsonLiteral.NULL);
	}

}
