package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.history.JournalRecord.Restored;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * What a history will say when it goes on behind the good lines of its journal: what they
 * said, and what can be learnt from the registries about the lines that are lost.
 */
public final class HistoryRestore {

	/** The members that each line begins with. */
	private static final Pattern LINE = Pattern.compile("(?m)^\\{\"type\":\"[A-Z]+\",\"revision\":([0-9]{1,15}),");

	private final HistoryState state;

	private final Revision good;

	private final Revision revision;

	private final Map<EntryRef, AttestedContent> newer = new HashMap<>();

	private final Map<BaseName, String> bases;

	private final boolean basesDiffer;

	/**
	 * Makes it.
	 * @param state what the good lines say
	 * @param rest the bytes behind them
	 * @param bases the bases that are there
	 * @param proven what the attestations of the registries' entries prove
	 */
	HistoryRestore(HistoryState state, byte[] rest, Map<BaseName, String> bases,
			Map<EntryRef, AttestedContent> proven) {
		this.state = state;
		this.good = state.revision();
		this.bases = bases;
		this.basesDiffer = !bases.entrySet().containsAll(state.bases().entrySet());
		proven.forEach((ref, content) -> {
			if (state.find(ref).filter((known) -> known.revision().compareTo(content.revision()) >= 0).isEmpty()) {
				this.newer.put(ref, content);
			}
		});
		this.revision = last(rest);
	}

	/**
	 * No revision is used twice: the lost lines used those that they name, one each at
	 * most.
	 */
	private Revision last(byte[] rest) {
		long proven = this.newer.values()
			.stream()
			.mapToLong((content) -> content.revision().number())
			.reduce(this.good.number(), Math::max);
		String text = new String(rest, StandardCharsets.ISO_8859_1);
		long most = proven + text.lines().count();
		return new Revision(LINE.matcher(text)
			.results()
			.mapToLong((line) -> Long.parseLong(line.group(1)))
			.filter((number) -> number <= most)
			.reduce(proven, Math::max));
	}

	/**
	 * The last revision of the good lines.
	 */
	public Revision good() {
		return this.good;
	}

	/**
	 * The last revision that was used.
	 */
	public Revision revision() {
		return this.revision;
	}

	/**
	 * How many entries prove that they were attested behind the good lines.
	 */
	public int proven() {
		return this.newer.size();
	}

	/**
	 * Whether the good lines do not say all by themselves.
	 */
	boolean isMore() {
		return this.basesDiffer || this.revision.compareTo(this.good) > 0;
	}

	/**
	 * The line that says it all.
	 * @param documents the registries as they are
	 */
	Restored record(Collection<RegistryDocument> documents, Instant now) {
		Map<Kind, DocumentDigests> changed = new EnumMap<>(Kind.class);
		if (this.revision.compareTo(this.good) > 0) {
			documents.forEach((document) -> {
				Optional<String> before = this.state.findDocument(document.kind());
				if (!before.equals(Optional.of(document.digest()))) {
					changed.put(document.kind(), new DocumentDigests(before, document.digest()));
				}
			});
		}
		this.state.bases().keySet().retainAll(this.bases.keySet());
		this.state.apply(new Committed(this.revision, now, changed, this.newer, Map.of(), this.bases,
				ExternalEdits.NONE, Withdrawals.of(Map.of(), Set.of()), Optional.empty()));
		return new Restored(this.revision, this.state.known());
	}

}
