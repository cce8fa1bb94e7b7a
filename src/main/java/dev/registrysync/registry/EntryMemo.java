package dev.registrysync.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

	private final Map<EntryRef, Answer<T>> answers = new ConcurrentHashMap<>();

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
		@Nullable Answer<T> known = this.answers.get(ref);
		if (known != null && known.text() == text) {
			return known.found();
		}
		T found = of(document.find(ref.id()).orElseThrow());
		this.answers.put(ref, new Answer<>(text, found));
		return found;
	}

	/**
	 * What is found out about an entry that is in no document yet: not remembered.
	 */
	public T of(Entry entry) {
		return this.question.apply(entry);
	}

	private record Answer<T>(EntryText text, T found) {
	}

}
