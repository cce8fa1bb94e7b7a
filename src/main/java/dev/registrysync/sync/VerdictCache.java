package dev.registrysync.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.AttestedContents;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.EntryValidator;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the verdict on each entry for as long as neither its text nor what we know of
 * its key, the state of each version included, and of its history changes.
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

	EntryVerdict verdict(Entry entry, AttestedContents contents) {
		Question question = new Question(Sha256.of(JsonText.compactBytes(entry.members())),
				this.keys.versions(entry.ref()), contents.find(entry.ref()), contents.findKey(entry.ref()));
		@Nullable Remembered remembered = this.verdicts.get(entry.ref());
		if (remembered != null && remembered.question().equals(question)) {
			return remembered.verdict();
		}
		EntryVerdict verdict = this.validator.validate(entry, this.keys, contents);
		this.metrics.verified(entry.ref().kind(), verdict.verdict());
		this.verdicts.put(entry.ref(), new Remembered(question, verdict));
		return verdict;
	}

	private record Question(String text, List<KnownKey> keys, Optional<AttestedContent> content,
			Optional<CommittedKey> committed) {
	}

	private record Remembered(Question question, EntryVerdict verdict) {
	}

}
