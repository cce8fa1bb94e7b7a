package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.history.History;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.Action;
import dev.registrysync.reconcile.Attendance;
import dev.registrysync.reconcile.MemberChange;
import dev.registrysync.reconcile.MemberOwners;
import dev.registrysync.reconcile.MemberPair;
import dev.registrysync.reconcile.Owner;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.reconcile.Trails;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.MergePatch;
import dev.registrysync.registry.RegistryDocument;

/**
 * Decides what an operators' edit changes in a registry as it was read, or refuses all of
 * it.
 */
final class EditPlan {

	private static final String IDENTITY = "identity";

	private static final String REASON = "an operator changed it";

	private final OperatorEdit edit;

	private final RegistryDocument document;

	private final EntryTable base;

	private final EntryTable trails;

	private final History history;

	private final ReconcilePolicy policy;

	/**
	 * Prepares it.
	 * @param context what the run works with
	 * @param registry the registry as it was read
	 */
	EditPlan(RunContext context, WorkingRegistry registry, OperatorEdit edit) {
		this.edit = edit;
		this.document = registry.document(edit.kind());
		this.history = context.ports().history();
		this.base = context.held(edit.kind());
		this.trails = context.trails(edit.kind());
		this.policy = context.policy();
	}

	/**
	 * The plan: the entries that change.
	 * @throws ProblemException {@code ENTRY_NOT_FOUND}, {@code MEMBERS_NOT_YOURS} or
	 * {@code PRECONDITION_FAILED}
	 */
	Plan decide() {
		Map<Entry, JsonObject> patches = patches();
		requireOperators(patches);
		requireCondition();
		List<PlannedChange> changes = new ArrayList<>();
		patches.forEach((entry, patch) -> {
			Entry after = entry.with(MergePatch.apply(entry.members(), patch));
			if (!after.equals(entry)) {
				changes.add(PlannedChange.of(Action.UPDATED, after, members(entry, after), REASON));
			}
		});
		return new Plan(this.edit.kind(), changes, patches.size() - changes.size(), List.of(), 0, Optional.empty(),
				Map.of(), List.of(), this.base, Attendance.NONE);
	}

	/**
	 * The entries that the edit is about, each with its patch. A Registry Sync that
	 * pushes sends its own identity along, which means nothing here.
	 */
	private Map<Entry, JsonObject> patches() {
		Map<Entry, JsonObject> patches = new LinkedHashMap<>();
		List<String> unknown = new ArrayList<>();
		this.edit.patches()
			.forEach((id, patch) -> EntryId.find(id)
				.flatMap(this.document::find)
				.ifPresentOrElse((entry) -> patches.put(entry, patch.without(IDENTITY)), () -> unknown.add(id)));
		if (!unknown.isEmpty()) {
			throw unknown(unknown);
		}
		return patches;
	}

	private ProblemException unknown(List<String> ids) {
		String kind = this.edit.kind().plural();
		return this.edit.single()
				? new ProblemException(ProblemCode.ENTRY_NOT_FOUND,
						"The registry of %s has no entry \"%s\".".formatted(kind, ids.get(0)),
						Map.of("kind", kind, "id", ids.get(0)))
				: new ProblemException(ProblemCode.ENTRY_NOT_FOUND,
						"The registry of %s does not have %d of the patched entries.".formatted(kind, ids.size()),
						Map.of("kind", kind, "ids", ids));
	}

	private void requireOperators(Map<Entry, JsonObject> patches) {
		List<RefusedMember> refused = new ArrayList<>();
		patches.forEach((entry, patch) -> {
			String id = entry.ref().id().value();
			owners(entry).othersIn(patch, entry.members())
				.forEach(
						(member, owner) -> refused.add(new RefusedMember(this.edit.pointer(id, member), owner.text())));
		});
		if (!refused.isEmpty()) {
			throw new ProblemException(
					ProblemCode.MEMBERS_NOT_YOURS, "%s is owned by %s%s.".formatted(refused.get(0).pointer(),
							refused.get(0).owner(), (refused.size() > 1)
									? ", and %d more are not the operators'".formatted(refused.size() - 1) : ""),
					Map.of("kind", this.edit.kind().plural(), "refused", refused));
		}
	}

	private MemberOwners owners(Entry entry) {
		EntryId id = entry.ref().id();
		return this.policy.owners(this.edit.kind(), this.base.find(id).orElse(null), Trails.members(this.trails, id));
	}

	/**
	 * The trails of the members to a source once changes of the plan are committed.
	 */
	EntryTable trailsAfter(List<PlannedChange> changes, EntryTable before) {
		return Trails.edited(before, changes, this::isSentBySource);
	}

	/**
	 * Whether the source itself sends the entry's change: then it tells the identity that
	 * it has shown.
	 */
	private boolean isSentBySource(EntryId id) {
		Optional<String> sender = address(this.edit.patches().getOrDefault(id.value(), JsonObject.EMPTY));
		return sender.isPresent() && sender.equals(this.base.find(id).flatMap(EditPlan::address));
	}

	private static Optional<String> address(JsonObject members) {
		return members.findObject(IDENTITY).flatMap((identity) -> identity.findText("public_key"));
	}

	private void requireCondition() {
		String current = this.edit.single() ? entryTag() : EntryTag.of(this.history.revision(), this.document);
		if (!this.edit.condition().holds(current)) {
			throw new ProblemException(ProblemCode.PRECONDITION_FAILED,
					"The %s is not any more what If-Match names.".formatted(this.edit.single() ? "entry" : "registry"),
					Map.of("kind", this.edit.kind().plural(), "etag", current));
		}
	}

	private String entryTag() {
		EntryId id = new EntryId(this.edit.patches().keySet().iterator().next());
		return EntryTag.of(this.history.revision(), this.document.findText(id).orElseThrow());
	}

	private List<MemberChange> members(Entry before, Entry after) {
		return MemberPair.of(before.members(), after.members(), owners(before))
			.stream()
			.filter(MemberPair::differ)
			.map((pair) -> new MemberChange(pair.at(), pair.left(), pair.right(), Owner.OPERATOR, REASON))
			.toList();
	}

	/**
	 * A member that was refused: where it stands in the patch, and whose it is.
	 */
	record RefusedMember(String pointer, String owner) {
	}

}
