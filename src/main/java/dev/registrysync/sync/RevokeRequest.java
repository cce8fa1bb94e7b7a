package dev.registrysync.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.registrysync.keys.Revocation;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.Revision;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /keys/{kind}/{id}/revoke}; every member may be left out.
 */
@Schema(description = "Which version, and from when on. Every member may be left out, and so may the body.",
		example = "{\"from_revision\": 41, \"reason\": \"the host was broken into\"}")
record RevokeRequest(@Schema(description = "Which version; the newest if left out.") @Nullable Integer version,
		@JsonProperty("from_revision") @Schema(
				description = "Attestations up to this revision stay valid; the present revision if left out.") @Nullable Long fromRevision,
		@Schema(description = "Why, at most 256 characters; kept in the keystore and in the history.") @Nullable String reason) {

	static final RevokeRequest DEFAULTS = new RevokeRequest(null, null, null);

	@Nullable Integer wantedVersion() {
		if (this.version != null && this.version < 1) {
			throw new InvalidRequestException("version", "must be at least 1");
		}
		return this.version;
	}

	/**
	 * The revision.
	 * @param present the present revision: there are no attestations of later ones
	 */
	@Nullable Revision wantedRevision(Revision present) {
		if (this.fromRevision == null) {
			return null;
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
