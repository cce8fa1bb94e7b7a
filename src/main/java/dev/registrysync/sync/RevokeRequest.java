package dev.registrysync.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.keys.Revocation;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.Revision;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /keys/{kind}/{id}/revoke}: either {@code from_revision} or
 * {@code everything} has to be there.
 */
@Schema(description = "Which version, and how much of what it attested. Either from_revision or everything has to be there.",
		example = "{\"from_revision\": 1, \"dry_run\": true}")
record RevokeRequest(
		@Schema(description = "Which version; the newest if left out.", minimum = "1") @Nullable Integer version,
		@JsonProperty("from_revision") @Schema(
				description = "Attestations up to this revision stay valid, later ones are REVOKED.",
				minimum = "0") @Nullable Long fromRevision,
		@Schema(description = "true: nothing that the key attested stays valid.") @Nullable Boolean everything,
		@JsonProperty("dry_run") @Schema(
				description = "true: show what would stop verifying, and change nothing.") @Nullable Boolean dryRun,
		@Schema(description = "Why, at most 256 characters; kept in the keystore and in the history.") @Nullable String reason) {

	static final RevokeRequest EMPTY = new RevokeRequest(null, null, null, null, null);

	static final String FORMS = "{\"from_revision\": n} keeps what the key attested up to revision n, {\"everything\": true} ends all of it";

	boolean wantsDryRun() {
		return Boolean.TRUE.equals(this.dryRun);
	}

	@Nullable Integer wantedVersion() {
		if (this.version != null && this.version < 1) {
			throw new InvalidRequestException("version", "must be at least 1");
		}
		return this.version;
	}

	/**
	 * Returns the last revision whose attestations stay valid.
	 * @param present the present revision: there are no attestations of later ones
	 * @throws InvalidRequestException if the request says neither form, or both
	 */
	Revision wantedRevision(Revision present) {
		boolean all = Boolean.TRUE.equals(this.everything);
		if (this.fromRevision == null) {
			if (!all) {
				throw new InvalidRequestException("from_revision", "is missing: " + FORMS);
			}
			return Revision.NONE;
		}
		if (all) {
			throw new InvalidRequestException("everything",
					"cannot be there together with \"from_revision\": " + FORMS);
		}
		if (this.fromRevision < 0 || this.fromRevision > present.number()) {
			throw new InvalidRequestException("from_revision",
					"must be from 0 to the present revision, %s".formatted(present));
		}
		return new Revision(this.fromRevision);
	}

	String wantedReason() {
		String text = (this.reason != null) ? this.reason : "";
		if (text.codePoints().anyMatch((c) -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
			throw new InvalidRequestException("reason", "holds half of a surrogate pair");
		}
		if (text.codePointCount(0, text.length()) > Revocation.MAX_REASON) {
			throw new InvalidRequestException("reason",
					"must have at most %d characters".formatted(Revocation.MAX_REASON));
		}
		return text;
	}

}
