package dev.registrysync.packaged;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The journal of a data directory as it is at one moment, read without the code that
 * wrote it.
 *
 * @param registryId the registry that it is about
 * @param rows in order
 * @param pending whether a file lacks what was committed last, as far as is stored
 */
record JournalFile(String registryId, List<Row> rows, boolean pending) {

	static JournalFile of(Path data) {
		DatabaseFile state = DatabaseFile.state(data);
		if (!Files.exists(state.path())) {
			return new JournalFile("", List.of(), false);
		}
		String registry = state.rows("select registry_id from registry")
			.stream()
			.findFirst()
			.map((row) -> row.get(0))
			.orElse("");
		List<Row> rows = state
			.rows("select sequence, type, revision, at, sync_id, previous, body, signature, digest from journal "
					+ "order by sequence")
			.stream()
			.map(Row::new)
			.toList();
		return new JournalFile(registry, rows,
				!state.rows("select kind from publication where next_revision is not null").isEmpty());
	}

	/**
	 * Each row follows from the one before and has the digest of what it says, and each
	 * commit makes the next revision.
	 */
	JournalFile requireChain() {
		String previous = digest(new byte[0]);
		long revision = 0;
		for (Row row : this.rows) {
			assertThat(row.previous()).as(row.toString()).isEqualTo(previous);
			assertThat(row.digest()).as(row.toString()).isEqualTo(digest(row.text(this.registryId)));
			revision += row.isCommit() ? 1 : 0;
			assertThat(row.revision()).as(row.toString()).isEqualTo(revision);
			previous = row.digest();
		}
		return this;
	}

	/**
	 * The revision of the last row; 0 if there is none.
	 */
	long revision() {
		return this.rows.isEmpty() ? 0 : this.rows.get(this.rows.size() - 1).revision();
	}

	/**
	 * The digests that the file of a kind may have: of how it was written last, and of
	 * what was committed last.
	 */
	static Set<String> digests(Path data, String kind) {
		DatabaseFile state = DatabaseFile.state(data);
		Set<String> digests = new TreeSet<>();
		state.rows("select digest from publication where kind = '%s'".formatted(kind))
			.forEach((row) -> digests.add(row.get(0)));
		state.rows("select text, gap from document where kind = '%s' and to_revision is null".formatted(kind))
			.forEach((row) -> digests.add(digest(document(state, kind, row.get(0), Integer.parseInt(row.get(1))))));
		return digests;
	}

	private static byte[] document(DatabaseFile state, String kind, String frame, int gap) {
		StringBuilder hex = new StringBuilder(frame.substring(0, 2 * gap));
		state
			.rows("select text from entry where kind = '%s' and position is not null order by position".formatted(kind))
			.forEach((row) -> hex.append(row.get(0)));
		return HexFormat.of().parseHex(hex.append(frame.substring(2 * gap)));
	}

	/**
	 * As the journal writes digests.
	 */
	static String digest(byte[] bytes) {
		try {
			return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A row.
	 *
	 * @param columns as they are selected above
	 */
	record Row(List<String> columns) {

		private byte[] text(String registryId) {
			return """
					registry-sync/v1 history
					registry: %s
					sequence: %s
					type: %s
					revision: %s
					at: %s
					run: %s
					previous: %s
					body: %s
					signature: %s"""
				.formatted(registryId, this.columns.get(0), this.columns.get(1), this.columns.get(2),
						this.columns.get(3), this.columns.get(4), this.columns.get(5), this.columns.get(6),
						this.columns.get(7))
				.getBytes(StandardCharsets.UTF_8);
		}

		private boolean isCommit() {
			return this.columns.get(1).equals("COMMIT");
		}

		private long revision() {
			return Long.parseLong(this.columns.get(2));
		}

		private String previous() {
			return this.columns.get(5);
		}

		private String digest() {
			return this.columns.get(8);
		}

	}

}
