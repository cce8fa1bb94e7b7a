package dev.registrysync.reconcile;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Text;
import dev.registrysync.registry.TextStore;
import org.jspecify.annotations.Nullable;

/**
 * What a plan does with one entry.
 */
public final class PlannedChange {

	private final EntryRef ref;

	private final Action action;

	private final @Nullable Supplier<Entry> after;

	private final List<MemberChange> members;

	private final String reason;

	private PlannedChange(EntryRef ref, Action action, @Nullable Supplier<Entry> after, List<MemberChange> members,
			String reason) {
		this.ref = ref;
		this.action = action;
		this.after = after;
		this.members = List.copyOf(members);
		this.reason = reason;
	}

	/**
	 * A change that makes another version of an entry.
	 * @param after the entry as it shall be
	 * @param members the members that change
	 */
	public static PlannedChange of(Action action, Entry after, List<MemberChange> members, String reason) {
		return new PlannedChange(after.ref(), action, () -> after, members, reason);
	}

	/**
	 * The same, with the entry as text: a run may change all entries, and parsed they
	 * take several times the room.
	 * @param texts keeps the text
	 */
	static PlannedChange of(Action action, Entry after, List<MemberChange> members, String reason, TextStore texts) {
		EntryRef ref = after.ref();
		Text text = texts.keep(JsonText.compactBytes(after.members()));
		return new PlannedChange(ref, action, () -> new Entry(ref, (JsonObject) JsonReader.read(text.bytes())), members,
				reason);
	}

	/**
	 * The first version of an entry. A first sync adds all entries at once, and made they
	 * take several times the room of what they are made of.
	 * @param after makes the entry, the same each time that it is asked for
	 */
	static PlannedChange added(EntryRef ref, Supplier<Entry> after, String reason) {
		return new PlannedChange(ref, Action.ADDED, after, List.of(), reason);
	}

	/**
	 * What is decided about an entry whose content stays.
	 */
	static PlannedChange none(EntryRef ref, Action action, String reason) {
		return none(ref, action, List.of(), reason);
	}

	static PlannedChange none(EntryRef ref, Action action, List<MemberChange> members, String reason) {
		return new PlannedChange(ref, action, null, members, reason);
	}

	/**
	 * The same with other members said to change.
	 */
	PlannedChange with(List<MemberChange> changed) {
		return new PlannedChange(this.ref, this.action, this.after, changed, this.reason);
	}

	/**
	 * The entry.
	 */
	public EntryRef ref() {
		return this.ref;
	}

	/**
	 * What is done.
	 */
	public Action action() {
		return this.action;
	}

	/**
	 * Whether there is an entry as it shall be.
	 */
	public boolean writes() {
		return this.after != null;
	}

	/**
	 * The entry as it shall be, which may be made anew for each call; empty if its
	 * content stays.
	 */
	public Optional<Entry> after() {
		return Optional.ofNullable(this.after).map(Supplier::get);
	}

	/**
	 * The members that change.
	 */
	public List<MemberChange> members() {
		return this.members;
	}

	/**
	 * Why, for a person.
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * What the change of these members makes of another version of the entry.
	 */
	public Entry appliedTo(Entry other) {
		JsonObject changed = other.members();
		for (MemberChange change : this.members) {
			JsonObject now = changed;
			changed = change.after()
				.map((value) -> change.member().put(now, value))
				.orElseGet(() -> change.member().remove(now));
		}
		return other.with(changed);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PlannedChange change && this.ref.equals(change.ref) && this.action == change.action
				&& after().equals(change.after()) && this.members.equals(change.members)
				&& this.reason.equals(change.reason);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.ref, this.action, this.reason);
	}

	@Override
	public String toString() {
		return "%s %s %s: %s".formatted(this.action, this.ref, this.members, this.reason);
	}

}
