package dev.registrysync.coordinator;

import java.util.List;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonDefectException;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.MemberSpan;
import dev.registrysync.registry.Span;
import dev.registrysync.registry.Text;

/**
 * Where the entries are in an answer that is an object. Where a member could be both, an
 * entry or the holder of entries, the later shape here wins.
 */
enum AnswerShape {

	/** A map from id to entry. */
	MAP,

	/** <code>{"agents": …}</code> that could be an entry or hold entries. */
	UNCLEAR,

	/** <code>{"agents": [{"id": …}]}</code>. */
	LIST,

	/** <code>{"agents": {…}}</code>. */
	HOLDER,

	/** <code>{"registry": {"registered_agents": {…}}}</code>. */
	NESTED,

	/** <code>{"registered_agents": {…}}</code>. */
	DOCUMENT;

	static final String NESTED_MEMBER = "registry";

	/**
	 * Whether the answer itself says that what it holds are entries of the kind.
	 */
	boolean isExplicit() {
		return this == NESTED || this == DOCUMENT;
	}

	/**
	 * Finds the shape of an answer with the given members.
	 */
	static AnswerShape of(Kind kind, EntryMembers entryMembers, Text body, List<MemberSpan> members) {
		return members.stream()
			.map((member) -> of(kind, entryMembers, body, member))
			.max(AnswerShape::compareTo)
			.orElse(MAP);
	}

	private static AnswerShape of(Kind kind, EntryMembers entryMembers, Text body, MemberSpan member) {
		boolean object = member.value().isObject();
		if (member.name().equals(kind.envelope()) && object) {
			return DOCUMENT;
		}
		if (member.name().equals(NESTED_MEMBER) && object) {
			return JsonReader.members(body, member.value())
				.stream()
				.anyMatch((inner) -> inner.name().equals(kind.envelope()) && inner.value().isObject()) ? NESTED : MAP;
		}
		if (member.name().equals(kind.plural()) && object) {
			return holder(entryMembers, body, member);
		}
		return (member.name().equals(kind.plural()) && member.value().isArray()) ? LIST : MAP;
	}

	/**
	 * Decides whether {@code {"agents": {…}}} is an envelope or an agent called
	 * {@code agents}: an entry has values of its own, an envelope only entries.
	 */
	private static AnswerShape holder(EntryMembers entryMembers, Text body, MemberSpan holder) {
		List<MemberSpan> members = JsonReader.members(body, holder.value());
		List<MemberSpan> values = members.stream().filter((member) -> !member.value().isObject()).toList();
		boolean named = values.stream()
			.anyMatch((member) -> EntryMembers.isNaming(member.name()) && isText(body, member.value(), holder.name()));
		if (named) {
			return MAP;
		}
		if (values.stream().noneMatch((member) -> entryMembers.has(member.name()))) {
			return HOLDER;
		}
		boolean holds = members.stream()
			.anyMatch((member) -> member.value().isObject() && isLikeAnEntry(entryMembers, body, member.value()));
		return holds ? UNCLEAR : MAP;
	}

	private static boolean isText(Text body, Span value, String text) {
		return read(body, value) instanceof JsonString string && string.value().equals(text);
	}

	private static boolean isLikeAnEntry(EntryMembers entryMembers, Text body, Span object) {
		return JsonReader.members(body, object)
			.stream()
			.anyMatch((member) -> !member.value().isObject() && entryMembers.has(member.name()));
	}

	/**
	 * Reads a value, or what can be read of it.
	 */
	static Json read(Text body, Span value) {
		try {
			return JsonReader.readEntry(body, value);
		}
		catch (JsonDefectException ex) {
			return ex.value();
		}
	}

}
