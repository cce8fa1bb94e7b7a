package dev.registrysync.console;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.identity.PrivateKey;

/**
 * The agents' keys in the platform's AES-GCM vault. What else is in there, the secrets of
 * providers, is left alone.
 */
final class AesVault implements NamedKeys {

	private static final String PREFIX = "agent_pk_";

	private static final String SUFFIX = ":pk";

	private static final String CONTEXT = "agent_identity";

	private final Map<String, VaultEntry> entries = new LinkedHashMap<>();

	private final VaultKey key;

	private AesVault(List<VaultEntry> entries, VaultKey key) {
		entries.stream().filter(AesVault::isAgentKey).forEach((entry) -> this.entries.put(entry.id(), entry));
		this.key = key;
	}

	private static boolean isAgentKey(VaultEntry entry) {
		return (entry.id().startsWith(PREFIX) && entry.context().equals(CONTEXT)) || entry.id().endsWith(SUFFIX);
	}

	/**
	 * Opens the vault.
	 * @param key closed with the vault
	 * @throws RefusedException if the key does not open all of its entries
	 */
	static AesVault open(VaultDirectory directory, VaultKey key) {
		List<VaultEntry> entries = directory.entries();
		List<VaultEntry> closed = entries.stream().filter((entry) -> !opens(entry, key)).toList();
		if (closed.isEmpty()) {
			return new AesVault(entries, key);
		}
		key.close();
		throw (closed.size() == entries.size()) ? wrongKey(directory, closed.size()) : damaged(directory, closed);
	}

	private static RefusedException wrongKey(VaultDirectory directory, int entries) {
		return new RefusedException(
				"None of the %d entries of %s can be decrypted: the key or passphrase is another vault's."
					.formatted(entries, directory),
				"Check which of the three opens it: .master.key and .salt of the same time, "
						+ "--vault-passphrase-file or --overseer-signature-file.");
	}

	private static RefusedException damaged(VaultDirectory directory, List<VaultEntry> entries) {
		return new RefusedException(
				"%s is broken, so nothing is imported:\n%s".formatted(directory,
						entries.stream()
							.map((entry) -> Printable.of(entry.id())
									+ ": its authentication tag does not match: the entry was changed or damaged")
							.collect(Collectors.joining("\n"))),
				"Restore the vault from its backup, all files of one time.");
	}

	private static boolean opens(VaultEntry entry, VaultKey key) {
		Optional<byte[]> plain = entry.decrypt(key);
		plain.ifPresent((bytes) -> Arrays.fill(bytes, (byte) 0));
		return plain.isPresent();
	}

	@Override
	public List<String> namesOf(String entity) {
		return List.of(PREFIX + entity, entity + SUFFIX);
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(this.entries.keySet());
	}

	@Override
	public PrivateKey open(String name) {
		VaultEntry entry = Objects.requireNonNull(this.entries.get(name), name);
		byte[] plain = entry.decrypt(this.key)
			.orElseThrow(() -> new IllegalStateException("an entry in memory has changed: " + name));
		try {
			return SecretHex.key(plain);
		}
		finally {
			Arrays.fill(plain, (byte) 0);
		}
	}

	@Override
	public void close() {
		this.key.close();
	}

}
