package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.registrysync.identity.AttestedContents;
import dev.registrysync.identity.EntryValidator;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.registry.Digest;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryText;
import dev.registrysync.registry.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the verdict on each entry for as long as neither what it says nor what we
 * know of its key, the state of each version included, and of its history changes.
 */
class VerdictCache {

	private final EntryValidator validator;

	private final KnownKeys keys;

	private final SyncMetrics metrics;

	private final Map<EntryRef, Remembered> verdicts = new ConcurrentHashMap<>();

	VerdictCache(EntryValidator validator, KnownKeys keys, SyncMetrics metrics) {
		this.validator = validator;
		this.keys = keys;
		this.metrics = metrics;
	}

	/**
	 * The verdict on an entry in its present version.
	 */
	EntryVerdict verdict(WorkingRegistry registry, EntryRef ref, AttestedContents contents) {
		Digest knowledge = knowledge(ref, contents);
		@Nullable Digest text = registry.findText(ref).map(EntryText::digest).orElse(null);
		Optional<Remembered> known = Optional.ofNullable(this.verdicts.get(ref))
			.filter((remembered) -> remembered.knowledge().equals(knowledge));
		if (text != null && known.filter((remembered) -> text.equals(remembered.text())).isPresent()) {
			return known.get().verdict();
		}
		Entry entry = registry.get(ref);
		Digest saying = saying(entry);
		EntryVerdict verdict = known.filter((remembered) -> remembered.saying().equals(saying))
			.map(Remembered::verdict)
			.orElseGet(() -> validate(entry, contents));
		this.verdicts.put(ref, new Remembered(text, saying, knowledge, verdict));
		return verdict;
	}

	/**
	 * The verdict on an entry if other keys were held. It is not remembered.
	 */
	EntryVerdict judge(Entry entry, KnownKeys others, AttestedContents contents) {
		return this.validator.validate(entry, others, contents);
	}

	private EntryVerdict validate(Entry entry, AttestedContents contents) {
		EntryVerdict verdict = this.validator.validate(entry, this.keys, contents);
		this.metrics.verified(entry.ref().kind(), verdict.verdict());
		return verdict;
	}

	/**
	 * Names what is known of the entry's key and of its history.
	 */
	private Digest knowledge(EntryRef ref, AttestedContents contents) {
		return Digest.of("%s %s %s".formatted(this.keys.versions(ref), contents.find(ref), contents.findKey(ref))
			.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Names what the entry says, however it is spelt and whenever it was written.
	 */
	private static Digest saying(Entry entry) {
		return Digest.of(JsonText.compactBytes(entry.members().withoutAll(ChangedEntry.STAMPS::contains)));
	}

	/**
	 * A verdict that was found.
	 *
	 * @param text the digest of the entry's text; null if no document has it
	 * @param saying the digest of what it says
	 * @param knowledge the digest of what was known of it
	 */
	private record Remembered(@Nullable Digest text, Digest saying, Digest knowledge, EntryVerdict verdict) {
	}

}
