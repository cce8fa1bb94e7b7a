package dev.registrysync.registry;

import org.jspecify.annotations.Nullable;

/**
 * Stands for the text that an entry has in a document. Documents that were made one from
 * the other share it for as long as the bytes of the entry are the same, so that what was
 * found out about one need not be found out about the next. It is only itself: a text
 * that comes back after another one is a new one.
 */
public final class EntryText {

	/** What an {@link EntryMemo} found out about it: it lives as long as the text. */
	volatile EntryMemo.@Nullable Answer<?> answer;

}
