package dev.registrysync.keys;

/**
 * A record of the keystore that cannot be used. It stays there, and its owner gets no new
 * key.
 *
 * @param owner whose it is, as the record says
 * @param version which version of the owner's key
 * @param reason one sentence
 */
public record DamagedKey(String owner, long version, String reason) {

	@Override
	public String toString() {
		return "version %d of the key of %s: %s".formatted(this.version, this.owner, this.reason);
	}

}
