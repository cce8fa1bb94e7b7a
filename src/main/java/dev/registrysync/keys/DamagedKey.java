package dev.registrysync.keys;

import java.util.Optional;

import dev.registrysync.registry.EntryRef;
import org.jspecify.annotations.Nullable;

/**
 * A record of the keystore that cannot be used. It stays in the file, and its owner gets
 * no new key.
 *
 * @param line where it stands in the keys file, from 1
 * @param owner whose it is; null if that can no longer be read
 * @param reason one sentence
 */
public record DamagedKey(int line, @Nullable EntryRef owner, String reason) {

	public Optional<EntryRef> findOwner() {
		return Optional.ofNullable(this.owner);
	}

	@Override
	public String toString() {
		return "line %d (%s): %s".formatted(this.line, (this.owner != null) ? this.owner : "owner unknown",
				this.reason);
	}

}
