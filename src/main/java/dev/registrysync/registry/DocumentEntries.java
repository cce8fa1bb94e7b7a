package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The entries of a registry document, in its order, each with its own text. Those of the
 * first file that was read are parts of its text, for as long as most of it is in use;
 * what came later has arrays of its own.
 */
final class DocumentEntries {

	/** So many bytes are not worth it that texts that are shared are put elsewhere. */
	private static final int NEGLIGIBLE = 64 * 1024;

	private final List<EntryText> all;

	private final Map<EntryId, EntryText> entries;

	private final Map<String, EntryText> malformed = new LinkedHashMap<>();

	private DocumentEntries(List<EntryText> all) {
		this.all = all;
		this.entries = new LinkedHashMap<>(2 * all.size());
		for (EntryText text : all) {
			@Nullable EntryId id = text.id();
			if (id != null) {
				this.entries.put(id, text);
			}
			else {
				this.malformed.put(text.named(), text);
			}
		}
	}

	/**
	 * Those of a file that was read.
	 * @param before those that were there before it was read; the ones that are still the
	 * same are shared
	 */
	static DocumentEntries read(List<EntryText> found, @Nullable DocumentEntries before) {
		if (before == null) {
			return new DocumentEntries(compacted(found));
		}
		List<EntryText> shared = new ArrayList<>(found.size());
		found.forEach((text) -> shared.add(before.shared(text)));
		return new DocumentEntries(compacted(shared));
	}

	private EntryText shared(EntryText text) {
		@Nullable EntryText mine = find(text.named());
		if (mine != null && mine.isSame(text)) {
			return mine;
		}
		EntryText own = text.alone();
		return (mine != null && mine.hasValueOf(text)) ? own.toldLike(mine) : own;
	}

	/**
	 * The same with entries set, each in its place or behind the last one, and without
	 * others, which take their commas with them.
	 * @param removed none of those that are set
	 */
	DocumentEntries with(Collection<WrittenEntry> changed, Set<EntryId> removed) {
		Map<EntryText, EntryText> replaced = new IdentityHashMap<>();
		List<EntryText> added = new ArrayList<>();
		for (WrittenEntry entry : changed) {
			@Nullable EntryText present = find(entry.ref().id().value());
			if (present != null) {
				replaced.put(present, present.replaced(entry));
			}
			else {
				added.add(entry.text());
			}
		}
		List<EntryText> next = new ArrayList<>(this.all.size() + added.size());
		for (EntryText text : this.all) {
			@Nullable EntryId id = text.id();
			if (id == null || !removed.contains(id)) {
				add(next, replaced.getOrDefault(text, text));
			}
		}
		added.forEach((text) -> next.add(next.isEmpty() ? text.first() : text));
		return new DocumentEntries(compacted(next));
	}

	/**
	 * Adds one that stays. The first that does stands where the first one stood.
	 */
	private void add(List<EntryText> next, EntryText text) {
		boolean moves = next.isEmpty() && !text.named().equals(this.all.get(0).named());
		next.add(moves ? text.inPlaceOf(this.all.get(0)) : text);
	}

	/**
	 * Puts all texts into one array, if those that are parts of long ones hold more than
	 * twice their length in memory.
	 */
	private static List<EntryText> compacted(List<EntryText> texts) {
		HeldArrays held = new HeldArrays();
		for (EntryText text : texts) {
			if (text.isPart()) {
				held.add(text.bytes(), text.length());
			}
		}
		return (held.excess() > NEGLIGIBLE) ? joined(texts) : texts;
	}

	private static List<EntryText> joined(List<EntryText> texts) {
		byte[] array = new byte[Math.toIntExact(texts.stream().mapToLong(EntryText::length).sum())];
		List<EntryText> joined = new ArrayList<>(texts.size());
		int start = 0;
		for (EntryText text : texts) {
			System.arraycopy(text.bytes(), text.begin(), array, start, text.length());
			joined.add(text.moved(array, start, start - text.begin()));
			start += text.length();
		}
		return joined;
	}

	/**
	 * All of them, malformed ones too.
	 */
	List<EntryText> all() {
		return this.all;
	}

	/**
	 * The well-formed ones' ids, in order.
	 */
	Set<EntryId> ids() {
		return Collections.unmodifiableSet(this.entries.keySet());
	}

	boolean has(EntryId id) {
		return this.entries.containsKey(id);
	}

	/**
	 * A well-formed one that is there.
	 */
	EntryText get(EntryId id) {
		return Objects.requireNonNull(this.entries.get(id));
	}

	/**
	 * The one of a name, well-formed or not.
	 */
	@Nullable EntryText find(String name) {
		@Nullable EntryText other = this.malformed.isEmpty() ? null : this.malformed.get(name);
		return (other != null) ? other : EntryId.find(name).map(this.entries::get).orElse(null);
	}

	/**
	 * The malformed ones' names, and why they are no entries.
	 */
	Map<String, String> malformed() {
		Map<String, String> reasons = new LinkedHashMap<>();
		this.malformed.forEach((name, text) -> reasons.put(name, ((EntryText.Malformed) text).reason()));
		return Collections.unmodifiableMap(reasons);
	}

}
