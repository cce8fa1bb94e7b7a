package dev.registrysync.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.history.JournalRow.Type;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of a journal. Each names the digest of the row before it, so a row that
 * the service vouches for vouches for all before it. A checkpoint stands at the beginning
 * for rows that were dropped: it names the digest of the last of them, and has to be
 * vouched for by itself.
 */
final class JournalScan {

	/** The digest that the first row has for the row before it. */
	static final String NO_ROW = Sha256.of(new byte[0]);

	private final List<JournalRow> rows = new ArrayList<>();

	private @Nullable ChainBreak broken;

	private JournalScan() {
	}

	/**
	 * Checks all rows, as far as they are good.
	 * @param rows by number
	 */
	static JournalScan of(List<JournalRow> rows, JournalSigner signer) {
		JournalScan scan = new JournalScan();
		for (JournalRow row : rows) {
			if (scan.broken == null) {
				scan.add(row, signer);
			}
		}
		scan.verify(signer);
		return scan;
	}

	private void add(JournalRow row, JournalSigner signer) {
		boolean first = this.rows.isEmpty() && row.event().type() == Type.CHECKPOINT;
		if (!first && row.sequence() != sequence() + 1) {
			this.broken = ChainBreak.journal(sequence() + 1, "it is missing");
		}
		else if (!signer.isWhole(row)) {
			this.broken = ChainBreak.journal(row.sequence(), "the row does not have its digest");
		}
		else if (!first && !row.previous().equals(digest())) {
			this.broken = ChainBreak.journal(row.sequence(), "the row does not follow from the one before it");
		}
		else {
			this.rows.add(row);
		}
	}

	/**
	 * Goes back to the last row that the service vouches for. Without the service's key
	 * nobody vouches for what it signed; that it is damaged does not follow.
	 */
	private void verify(JournalSigner signer) {
		if (signer.findAddress().isEmpty()) {
			this.rows.stream()
				.findFirst()
				.ifPresent((row) -> this.broken = ChainBreak.journal(row.sequence(), signer.whyNot()));
			return;
		}
		while (!this.rows.isEmpty() && !signer.isVouched(last())) {
			this.broken = ChainBreak.journal(sequence(), signer.whyNot());
			this.rows.remove(this.rows.size() - 1);
		}
		if (!this.rows.isEmpty() && this.rows.get(0).event().type() == Type.CHECKPOINT
				&& !signer.isVouched(this.rows.get(0))) {
			this.broken = ChainBreak.journal(this.rows.get(0).sequence(), "the checkpoint: " + signer.whyNot());
			this.rows.clear();
		}
	}

	private JournalRow last() {
		return this.rows.get(this.rows.size() - 1);
	}

	/**
	 * The last good row; empty if there is none.
	 */
	Optional<JournalRow> findLast() {
		return this.rows.isEmpty() ? Optional.empty() : Optional.of(last());
	}

	/**
	 * The good rows.
	 */
	List<JournalRow> rows() {
		return this.rows;
	}

	/**
	 * The number of the last good row; 0 if there is none.
	 */
	long sequence() {
		return this.rows.isEmpty() ? 0 : last().sequence();
	}

	/**
	 * The revision of the last good row.
	 */
	Revision revision() {
		return this.rows.isEmpty() ? Revision.NONE : last().event().revision();
	}

	/**
	 * The digest of the last good row, be it dropped.
	 */
	String digest() {
		return this.rows.isEmpty() ? NO_ROW : last().follower();
	}

	/**
	 * Where the journal is not good any more; empty if all of it is.
	 */
	Optional<ChainBreak> broken() {
		return Optional.ofNullable(this.broken);
	}

	/**
	 * The last good row that speaks for all entries there were: a checkpoint, or what an
	 * operator restored. Empty if there is none, and each row speaks for what it wrote.
	 */
	Optional<JournalRow> findBasis() {
		return this.rows.stream()
			.filter((row) -> row.event().type() == Type.CHECKPOINT || row.event().type() == Type.RESTORE)
			.reduce((earlier, later) -> later);
	}

	/**
	 * What the rows behind the basis say that they wrote, by their numbers.
	 * @param member the member of their bodies that has a value for each kind
	 */
	Map<Long, Map<String, String>> written(String member) {
		long basis = findBasis().map(JournalRow::sequence).orElse(0L);
		Map<Long, Map<String, String>> written = new LinkedHashMap<>();
		for (JournalRow row : this.rows) {
			if (row.sequence() > basis) {
				written.put(row.sequence(), Members.texts(row.event().json(), member));
			}
		}
		return written;
	}

	/**
	 * The versions of keys that were revoked, each from the revision that was said last.
	 */
	Collection<KnownKey> revoked() {
		return revoked(sequence());
	}

	/**
	 * Those that were revoked by a row of the journal, or before it.
	 */
	Collection<KnownKey> revoked(long sequence) {
		Map<KeyFacts, KnownKey> revoked = new LinkedHashMap<>();
		for (JournalRow row : this.rows) {
			if (row.sequence() <= sequence) {
				KeyJson.revoked(row.event()).forEach((key) -> revoked.put(key.facts(), key));
			}
		}
		return List.copyOf(revoked.values());
	}

}
