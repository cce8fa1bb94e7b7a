package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The journal of a data directory as it is at one moment, read without the code that
 * wrote it.
 *
 * @param lines its whole lines
 * @param torn whether an append was cut short behind them
 */
record JournalFile(List<String> lines, boolean torn) {

	private static final JsonMapper json = JsonMapper.shared();

	static JournalFile of(Path data) {
		String text = text(data.resolve("history/journal"));
		String whole = text.substring(0, text.lastIndexOf('\n') + 1);
		return new JournalFile(whole.lines().toList(), whole.length() < text.length());
	}

	private static String text(Path file) {
		try {
			return Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Each line follows from the one before, and each commit makes the next revision.
	 */
	JournalFile requireChain() {
		String previous = digest(new byte[0]);
		long revision = 0;
		for (String line : this.lines) {
			JsonNode record = json.readTree(line);
			assertThat(record.get("previous").asString()).as(line).isEqualTo(previous);
			revision += isCommit(record) ? 1 : 0;
			assertThat(record.get("revision").asLong()).as(line).isEqualTo(revision);
			previous = digest(line.getBytes(StandardCharsets.US_ASCII));
		}
		return this;
	}

	/**
	 * Nothing was added but how runs failed.
	 * @param codes the code of each of them
	 */
	void requireOnlyToldSince(JournalFile before, List<String> codes) {
		assertThat(this.torn).isEqualTo(before.torn);
		assertThat(this.lines).startsWith(before.lines.toArray(String[]::new));
		assertThat(this.lines.subList(before.lines.size(), this.lines.size())).hasSameSizeAs(codes)
			.zipSatisfy(codes, (line, code) -> {
				JsonNode run = json.readTree(line).path("run");
				assertThat(run.path("outcome").asString()).isEqualTo("FAILED");
				assertThat(run.path("problems").propertyNames()).containsExactly(code);
			});
	}

	/**
	 * The revision of the last line; 0 if there is none.
	 */
	long revision() {
		return this.lines.isEmpty() ? 0 : last().get("revision").asLong();
	}

	/**
	 * Whether the last line is a commit that may not be in force yet.
	 */
	boolean endsWithACommit() {
		return !this.lines.isEmpty() && isCommit(last());
	}

	private JsonNode last() {
		return json.readTree(this.lines.get(this.lines.size() - 1));
	}

	private static boolean isCommit(JsonNode record) {
		return record.get("type").asString().equals("COMMIT");
	}

	/**
	 * The digests that the last commit of a document names: of what it replaced, if there
	 * was anything, and of what it made.
	 */
	Set<String> digests(String kind) {
		Set<String> digests = new TreeSet<>();
		for (String line : this.lines) {
			JsonNode document = json.readTree(line).path("documents").path(kind);
			if (!document.isMissingNode()) {
				digests.clear();
				document.get("before").stringValueOpt().ifPresent(digests::add);
				digests.add(document.get("after").asString());
			}
		}
		return digests;
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

}
