package dev.registrysync.identity;

import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A service whose key is in memory.
 */
public final class InMemoryServiceIdentity implements ServiceIdentity {

	private final Secp256k1 secp256k1 = Secp256k1.bouncyCastle();

	private final byte[] key = new byte[32];

	private @Nullable ServiceKeyFacts facts;

	public InMemoryServiceIdentity() {
		this(1);
	}

	public InMemoryServiceIdentity(int key) {
		Arrays.fill(this.key, (byte) key);
	}

	@Override
	public Optional<ServiceKeyFacts> find() {
		return Optional.ofNullable(this.facts);
	}

	@Override
	public ServiceKeyFacts make(String after) {
		try (PrivateKey own = PrivateKey.copyOf(this.key)) {
			this.facts = new ServiceKeyFacts(this.secp256k1.addressOf(own), after);
			return this.facts;
		}
	}

	@Override
	public Signature sign(String text) {
		try (PrivateKey own = PrivateKey.copyOf(this.key)) {
			return this.secp256k1.sign(PersonalMessage.hash(text), own);
		}
	}

}
