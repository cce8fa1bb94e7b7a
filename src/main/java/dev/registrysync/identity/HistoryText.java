package dev.registrysync.identity;

import java.util.UUID;

/**
 * The text that the service signs for each row of its journal. Only its last line comes
 * from outside, and that is JSON without line feeds, so no two rows share a text, and no
 * attestation has its first line.
 */
public final class HistoryText {

	private static final String SCHEME = Attestation.SCHEME + " history";

	private HistoryText() {
	}

	/**
	 * Returns nine lines with LF between them and none at the end: <pre>
	 * registry-sync/v1 history
	 * registry: {registry id}
	 * sequence: {the row's number}
	 * type: {COMMIT, NOTE, …}
	 * revision: {the revision that the row is about}
	 * at: {microseconds since the epoch}
	 * run: {sync id; nothing if no run wrote the row}
	 * previous: sha256:{hex digits of the digest of the row before}
	 * body: {the row's body}
	 * </pre>
	 * @param registryId the registry whose history it is
	 * @param columns the columns between the registry and the body, in this order
	 * @param body a compact JSON object
	 */
	public static String of(UUID registryId, Columns columns, String body) {
		return String.join("\n", SCHEME, "registry: " + registryId, "sequence: " + columns.sequence(),
				"type: " + columns.type(), "revision: " + columns.revision(), "at: " + columns.at(),
				"run: " + columns.run(), "previous: " + columns.previous(), "body: " + body);
	}

	/**
	 * The columns of a row but for its body.
	 *
	 * @param sequence the row's number
	 * @param type what it is about
	 * @param revision the revision that it is about
	 * @param at microseconds since the epoch
	 * @param run the sync id of the run; empty if none wrote it
	 * @param previous the digest of the row before
	 */
	public record Columns(long sequence, String type, long revision, long at, String run, String previous) {
	}

}
