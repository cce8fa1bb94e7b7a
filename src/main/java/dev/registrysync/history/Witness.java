package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;
import dev.registrysync.volume.DurableDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last row of the journal in a file on another volume, so that a history that
 * lost its end, or was replaced by an older one, is noticed at the start. A file that
 * cannot be used stops no commit.
 */
final class Witness {

	private static final Logger log = LoggerFactory.getLogger(Witness.class);

	private static final String WAY_OUT = "Restore a newer backup of the state. "
			+ "If there is none, stop the service and move the witness file away";

	private final Path file;

	private volatile @Nullable String failure;

	Witness(Path file) {
		this.file = file.toAbsolutePath().normalize();
	}

	/**
	 * Returns why the file could not be read or written the last time; empty if it could.
	 */
	Optional<String> failure() {
		return Optional.ofNullable(this.failure);
	}

	/**
	 * Finds out whether a journal lacks the row in the file.
	 */
	Optional<ChainBreak> findBreak(UUID registryId, JournalScan scan) {
		try {
			Optional<byte[]> bytes = directory().read(name());
			succeeded();
			return bytes.flatMap((text) -> findBreak(registryId, scan, text));
		}
		catch (ProblemException ex) {
			failed(ex.detail());
			return Optional.empty();
		}
	}

	private Optional<ChainBreak> findBreak(UUID registryId, JournalScan scan, byte[] text) {
		try {
			JsonObject json = (JsonObject) JsonReader.read(text);
			if (!Members.text(json, "registry_id").equals(registryId.toString())) {
				return Optional.of(isBroken(scan.sequence() + 1, "is that of another registry"));
			}
			long sequence = Members.number(json, "sequence");
			String digest = Members.text(json, "digest");
			return isIn(scan, sequence, digest) ? Optional.empty()
					: Optional.of(isBroken(Math.min(sequence, scan.sequence() + 1),
							"has row %s with the digest %s, which the journal lacks".formatted(Long.toString(sequence),
									digest)));
		}
		catch (JsonSyntaxException | ClassCastException | IllegalArgumentException ex) {
			return Optional.of(isBroken(scan.sequence() + 1, "is not what was written"));
		}
	}

	private ChainBreak isBroken(long sequence, String reason) {
		return ChainBreak.journal(sequence, "the witness file %s %s. %s".formatted(this.file, reason, WAY_OUT));
	}

	/**
	 * A row that a checkpoint stands for cannot be compared any more.
	 */
	private static boolean isIn(JournalScan scan, long sequence, String digest) {
		return scan.rows().stream().findFirst().filter((first) -> first.sequence() > sequence).isPresent()
				|| scan.rows().stream().anyMatch((row) -> row.sequence() == sequence && row.follower().equals(digest));
	}

	/**
	 * Replaces the file, durably.
	 */
	void record(UUID registryId, JournalRow row) {
		JsonObject json = JsonObject.EMPTY.with("registry_id", registryId.toString())
			.with("revision", Members.number(row.event().revision().number()))
			.with("sequence", Members.number(row.sequence()))
			.with("digest", row.follower())
			.with("signature", row.signature());
		try {
			directory().replace(name(), (JsonText.compact(json) + "\n").getBytes(StandardCharsets.US_ASCII));
			succeeded();
		}
		catch (ProblemException ex) {
			failed(ex.detail());
		}
	}

	private DurableDirectory directory() {
		return DurableDirectory.shared(this.file.resolveSibling(""), ProblemCode.DATABASE_UNAVAILABLE);
	}

	private String name() {
		return String.valueOf(this.file.getFileName());
	}

	private void succeeded() {
		if (this.failure != null) {
			log.info("The witness file {} can be used again", this.file);
		}
		this.failure = null;
	}

	private void failed(String reason) {
		if (this.failure == null) {
			log.warn("The history goes on without its witness: {}", reason);
		}
		this.failure = reason;
	}

}
