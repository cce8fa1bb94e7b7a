package dev.registrysync.identity;

import java.util.Optional;

import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * One version of a key, and what it may still be used for.
 *
 * @param facts owner, version and address
 * @param state what it may be used for
 * @param revokedFrom the last revision whose attestations by this key count; null unless
 * it is revoked
 */
public record KnownKey(KeyFacts facts, KeyState state, @Nullable Revision revokedFrom) {

	public KnownKey {
		if ((state == KeyState.REVOKED) != (revokedFrom != null)) {
			throw new IllegalArgumentException("exactly a revoked key is revoked from a revision on");
		}
	}

	public static KnownKey active(KeyFacts facts) {
		return new KnownKey(facts, KeyState.ACTIVE, null);
	}

	public static KnownKey retired(KeyFacts facts) {
		return new KnownKey(facts, KeyState.RETIRED, null);
	}

	public static KnownKey revoked(KeyFacts facts, Revision from) {
		return new KnownKey(facts, KeyState.REVOKED, from);
	}

	public int version() {
		return this.facts.version();
	}

	public Address address() {
		return this.facts.address();
	}

	public boolean isRevoked() {
		return this.state == KeyState.REVOKED;
	}

	public Optional<Revision> findRevokedFrom() {
		return Optional.ofNullable(this.revokedFrom);
	}

	/**
	 * Whether the key was revoked before it could attest anything at a revision.
	 */
	boolean isRevokedAt(Revision revision) {
		return this.revokedFrom != null && revision.number() > this.revokedFrom.number();
	}

}
