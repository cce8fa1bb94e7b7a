package dev.registrysync.console;

import java.nio.file.Files;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.volume.DataDirectory;

/**
 * Who is in the registry files, and which address each of them claims.
 */
final class RegisteredEntries {

	static final RegisteredEntries NONE = new RegisteredEntries(IdentityAliases.NONE);

	private final IdentityAliases aliases;

	private final Map<EntryRef, ClaimedIdentity> identities = new LinkedHashMap<>();

	private final Map<Address, Set<EntryRef>> claimants = new HashMap<>();

	private final Map<String, String> malformed = new LinkedHashMap<>();

	private RegisteredEntries(IdentityAliases aliases) {
		this.aliases = aliases;
	}

	/**
	 * Reads both files; one that is not there has no entries.
	 * @param aliases which entries use the key of another
	 * @throws dev.registrysync.problem.ProblemException if one is there and unreadable
	 */
	static RegisteredEntries read(DataDirectory data, IdentityAliases aliases) {
		RegisteredEntries entries = new RegisteredEntries(aliases);
		if (!Files.notExists(data.config())) {
			RegistryStore store = RegistryStore.files(data);
			for (Kind kind : Kind.values()) {
				store.find(kind).ifPresent(entries::add);
			}
		}
		return entries;
	}

	private void add(RegistryDocument document) {
		for (EntryId id : document.ids()) {
			Entry entry = document.find(id).orElseThrow();
			ClaimedIdentity identity = ClaimedIdentity.of(entry.members());
			this.identities.put(entry.ref(), identity);
			identity.findAddress()
				.ifPresent((address) -> this.claimants.computeIfAbsent(address, (key) -> new LinkedHashSet<>())
					.add(this.aliases.resolve(entry.ref())));
		}
		document.malformed()
			.forEach((name, reason) -> this.malformed.put(document.kind() + "/" + Printable.of(name), reason));
	}

	boolean isEmpty() {
		return this.identities.isEmpty() && this.malformed.isEmpty();
	}

	Set<EntryRef> entries() {
		return Collections.unmodifiableSet(this.identities.keySet());
	}

	/**
	 * The address that an entry claims; empty if there is no such entry or it has none.
	 */
	Optional<Address> findAddress(EntryRef entry) {
		return Optional.ofNullable(this.identities.get(entry)).flatMap(ClaimedIdentity::findAddress);
	}

	/**
	 * The addresses that the files say an owner's key has: the one of its own entry or,
	 * if that has none, those of the entries that use its key.
	 */
	Set<Address> claims(EntryRef owner) {
		Set<Address> own = addresses(List.of(owner));
		return own.isEmpty() ? addresses(this.aliases.of(owner)) : own;
	}

	private Set<Address> addresses(Collection<EntryRef> entries) {
		return entries.stream()
			.flatMap((entry) -> findAddress(entry).stream())
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * The owners whose key has an address, by what the entries claim: one at most, if all
	 * is well.
	 */
	Set<EntryRef> claimants(Address address) {
		return this.claimants.getOrDefault(address, Set.of());
	}

	/**
	 * The names that are no entries, and why.
	 */
	Map<String, String> malformed() {
		return Collections.unmodifiableMap(this.malformed);
	}

}
