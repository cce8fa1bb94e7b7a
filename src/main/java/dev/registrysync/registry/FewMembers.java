package dev.registrysync.registry;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The members of an object that has few of them, in their order. Two arrays take a fifth
 * of the room of a map with a table, and to look through them takes no longer.
 */
final class FewMembers extends AbstractMap<String, Json> {

	/** How many that may be. */
	static final int MOST = 32;

	private final String[] names;

	private final Json[] values;

	private FewMembers(String[] names, Json[] values) {
		this.names = names;
		this.values = values;
	}

	/**
	 * The same members in the same order.
	 * @param members at most {@link #MOST}
	 */
	static FewMembers of(Map<String, Json> members) {
		return new FewMembers(members.keySet().toArray(String[]::new), members.values().toArray(Json[]::new));
	}

	/**
	 * These members with one set: in its place if it was there, else last.
	 */
	FewMembers with(String name, Json value) {
		int at = indexOf(name);
		boolean added = at < 0;
		int place = added ? this.names.length : at;
		String[] nextNames = added ? Arrays.copyOf(this.names, place + 1) : this.names;
		Json[] nextValues = Arrays.copyOf(this.values, nextNames.length);
		nextNames[place] = name;
		nextValues[place] = value;
		return new FewMembers(nextNames, nextValues);
	}

	/**
	 * These members less those whose names match.
	 */
	FewMembers withoutAll(Predicate<String> matching) {
		String[] nextNames = new String[this.names.length];
		Json[] nextValues = new Json[this.names.length];
		int left = 0;
		for (int i = 0; i < this.names.length; i++) {
			if (!matching.test(this.names[i])) {
				nextNames[left] = this.names[i];
				nextValues[left++] = this.values[i];
			}
		}
		return (left == this.names.length) ? this
				: new FewMembers(Arrays.copyOf(nextNames, left), Arrays.copyOf(nextValues, left));
	}

	private int indexOf(@Nullable Object name) {
		for (int i = 0; i < this.names.length; i++) {
			if (this.names[i].equals(name)) {
				return i;
			}
		}
		return -1;
	}

	@Override
	public @Nullable Json get(@Nullable Object name) {
		int at = indexOf(name);
		return (at < 0) ? null : this.values[at];
	}

	@Override
	public boolean containsKey(@Nullable Object name) {
		return indexOf(name) >= 0;
	}

	@Override
	public int size() {
		return this.names.length;
	}

	@Override
	public void forEach(BiConsumer<? super String, ? super Json> action) {
		for (int i = 0; i < this.names.length; i++) {
			action.accept(this.names[i], this.values[i]);
		}
	}

	@Override
	public Set<Map.Entry<String, Json>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public Iterator<Map.Entry<String, Json>> iterator() {
				return new Members();
			}

			@Override
			public int size() {
				return FewMembers.this.size();
			}

		};
	}

	@Override
	public boolean equals(@Nullable Object other) {
		if (other instanceof FewMembers few && Arrays.equals(this.names, few.names)) {
			return Arrays.equals(this.values, few.values);
		}
		return super.equals(other);
	}

	@Override
	public int hashCode() {
		return super.hashCode();
	}

	private final class Members implements Iterator<Map.Entry<String, Json>> {

		private int next;

		@Override
		public boolean hasNext() {
			return this.next < FewMembers.this.names.length;
		}

		@Override
		public Map.Entry<String, Json> next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			int at = this.next++;
			return Map.entry(FewMembers.this.names[at], FewMembers.this.values[at]);
		}

	}

}
