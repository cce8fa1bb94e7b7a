package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;

/**
 * A member that the runtime owns and that has another value in the registry than its
 * source said last.
 *
 * @param member where it is in the entry
 * @param registry its value in the registry; empty if the entry does not have it
 * @param source what the source said when a run last decided on the entry
 */
public record SourceDifference(JsonPointer member, Optional<Json> registry, Optional<Json> source) {

	/**
	 * All differences of an entry. Members that only the registry has are the operators',
	 * and the time of the registration alone is no difference. While an entry is absent,
	 * its status is not the source's.
	 * @param base the entry as its source said it when a run last decided on it
	 */
	public static List<SourceDifference> of(Entry entry, JsonObject base, ReconcilePolicy policy) {
		MemberRules rules = policy.members(entry.ref().kind());
		JsonObject source = RuntimeEntry.translate(entry.ref().kind(), base);
		List<SourceDifference> differences = new ArrayList<>();
		for (String name : source.names()) {
			boolean ofPresence = name.equals(EntryMerge.STATUS) && AbsenceMark.isOn(entry);
			if (!ofPresence && !name.equals(EntryMerge.REGISTERED_AT)) {
				add(JsonPointer.of(name), entry.members().find(name), source.find(name), rules, differences);
			}
		}
		return List.copyOf(differences);
	}

	private static void add(JsonPointer member, Optional<Json> registry, Optional<Json> source, MemberRules rules,
			List<SourceDifference> differences) {
		if (registry.equals(source)) {
			return;
		}
		boolean objects = !MemberSides.isOther(registry) && !MemberSides.isOther(source);
		if (objects && rules.leadInto(member)) {
			JsonObject ours = MemberSides.object(registry);
			JsonObject theirs = MemberSides.object(source);
			theirs.names()
				.forEach((name) -> add(member.child(name), ours.find(name), theirs.find(name), rules, differences));
		}
		else if (rules.owner(member) == Owner.RUNTIME) {
			differences.add(new SourceDifference(member, registry, source));
		}
	}

}
