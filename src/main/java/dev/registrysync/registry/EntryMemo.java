package dev.registrysync.registry;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Remembers what was found out about entries of the documents for as long as each has the
 * same text. Safe for use by several threads.
 *
 * @param <T> what is found out; immutable
 */
public final class EntryMemo<T> {

	private final Function<Entry, T> question;

	/**
	 * Remembers nothing yet.
	 * @param question finds it out; the answer depends on the entry alone
	 */
	public EntryMemo(Function<Entry, T> question) {
		this.question = question;
	}

	/**
	 * What is found out about an entry that the document has.
	 */
	public T of(RegistryDocument document, EntryRef ref) {
		EntryText text = document.text(ref.id());
		@Nullable Answer<?> known = text.answer;
		if (known != null && known.memo() == this) {
			return found(known);
		}
		T found = of(document.find(ref.id()).orElseThrow());
		text.answer = new Answer<>(this, found);
		return found;
	}

	@SuppressWarnings("unchecked") // it is this memo's
	private T found(Answer<?> mine) {
		return (T) mine.found();
	}

	/**
	 * What is found out about an entry that is in no document yet: not remembered.
	 */
	public T of(Entry entry) {
		return this.question.apply(entry);
	}

	/**
	 * What is remembered of a text.
	 *
	 * @param memo who found it out
	 */
	record Answer<T>(EntryMemo<T> memo, T found) {
	}

}
