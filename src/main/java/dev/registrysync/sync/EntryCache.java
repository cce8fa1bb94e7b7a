package dev.registrysync.sync;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.registrysync.registry.Digest;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.RegistryDocument;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the summary of each entry of the documents for as long as its text stays the
 * same. Safe for use by several threads.
 */
final class EntryCache {

	private final Map<EntryRef, Cached> summaries = new ConcurrentHashMap<>();

	/**
	 * Returns the summary of an entry that the document has.
	 */
	EntrySummary of(RegistryDocument document, EntryRef ref) {
		Digest text = document.text(ref.id()).digest();
		@Nullable Cached known = this.summaries.get(ref);
		if (known != null && known.text().equals(text)) {
			return known.summary();
		}
		EntrySummary summary = EntrySummary.of(document.find(ref.id()).orElseThrow());
		this.summaries.put(ref, new Cached(text, summary));
		return summary;
	}

	private record Cached(Digest text, EntrySummary summary) {
	}

}
