package dev.registrysync.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares entries and documents with the digests that the journal recorded for them.
 */
final class HistoryCheck {

	private final JournalScan scan;

	private final EntryRows entries;

	HistoryCheck(JournalScan scan, EntryRows entries) {
		this.scan = scan;
		this.entries = entries;
	}

	/**
	 * Finds the first row of the journal whose entries are not what it says.
	 * @param damaged the entries that do not have their digests
	 */
	Optional<ChainBreak> find(List<Damage> damaged) {
		return damaged.stream()
			.findFirst()
			.map((row) -> new ChainBreak(row.table(), this.scan.sequence(), row.row() + " " + row.reason()))
			.or(() -> differing().stream()
				.findFirst()
				.map((sequence) -> new ChainBreak("entry", sequence,
						"the entries are not those that the row of the journal names")))
			.or(this::findDocument);
	}

	/**
	 * Returns the rows of the journal whose entries are not what they say.
	 */
	List<Long> differing() {
		Map<Long, Map<String, String>> said = new TreeMap<>(this.scan.written("entries"));
		Map<Long, Map<String, String>> found = new TreeMap<>();
		this.scan.findBasis().ifPresent((row) -> {
			said.put(row.sequence(), Members.texts(row.event().json(), "entries"));
			found.put(row.sequence(), this.entries.digestsAt(row.sequence()));
		});
		found.putAll(this.entries.digestsAfter(this.scan.findBasis().map(JournalRow::sequence).orElse(0L)));
		TreeSet<Long> sequences = new TreeSet<>(said.keySet());
		sequences.addAll(found.keySet());
		return sequences.stream()
			.filter((sequence) -> !said.getOrDefault(sequence, Map.of()).equals(found.getOrDefault(sequence, Map.of())))
			.toList();
	}

	private Optional<ChainBreak> findDocument() {
		Map<String, String> said = new TreeMap<>();
		this.scan.findBasis().ifPresent((row) -> said.putAll(Members.texts(row.event().json(), "documents")));
		this.scan.written("documents").values().forEach(said::putAll);
		Map<String, String> found = new TreeMap<>();
		this.entries.documents().forEach((kind, digest) -> found.put(kind.plural(), digest));
		return said.equals(found) ? Optional.empty() : Optional
			.of(new ChainBreak("document", this.scan.sequence(), "the documents are not those that the journal names"));
	}

}
