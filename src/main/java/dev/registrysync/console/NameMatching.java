package dev.registrysync.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.console.ImportPlan.Decision;
import dev.registrysync.console.ImportPlan.Result;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.EntryRef;

/**
 * Goes from known ids to the names in a store, never back: two ids can have one name, and
 * then nobody knows whose key it is.
 */
final class NameMatching {

	private static final int FIRST_VERSION = 1;

	private static final int LEAST_SHOWN = 1000;

	private final NamedKeys store;

	private final ImportSelection selection;

	private final Set<EntryRef> owners;

	private final Secp256k1 secp256k1;

	private final Map<String, Set<EntryRef>> claims = new LinkedHashMap<>();

	private final List<String> defects = new ArrayList<>();

	NameMatching(NamedKeys store, ImportSelection selection, Secp256k1 secp256k1) {
		this.store = store;
		this.selection = selection;
		this.owners = selection.owners();
		this.secp256k1 = secp256k1;
		for (EntryRef owner : this.owners) {
			names(owner)
				.forEach((name) -> this.claims.computeIfAbsent(name, (key) -> new LinkedHashSet<>()).add(owner));
		}
	}

	private List<String> names(EntryRef owner) {
		return this.store.namesOf(this.selection.storeAliases().entityOf(owner))
			.stream()
			.filter(this.store.names()::contains)
			.toList();
	}

	/**
	 * Finds the keys.
	 * @param err where to show progress
	 * @throws RefusedException if one of them is broken: then none is to be imported
	 */
	ImportBatch match(PrintWriter err) {
		ImportBatch batch = new ImportBatch();
		Progress progress = new Progress(err, "Reading", this.owners.size(), LEAST_SHOWN);
		for (EntryRef owner : this.owners) {
			match(owner, names(owner), batch);
			progress.step();
		}
		this.store.names().stream().filter((name) -> !this.claims.containsKey(name)).forEach(batch::addLeftOver);
		if (!this.defects.isEmpty()) {
			batch.close();
			throw new RefusedException(
					"The store is broken, so nothing is imported:\n" + String.join("\n", this.defects),
					"Mend or remove what is named, or restore the store from its backup.");
		}
		return batch;
	}

	private void match(EntryRef owner, List<String> names, ImportBatch batch) {
		if (names.isEmpty()) {
			batch.add(owner, Decision.WITHOUT_KEY);
			return;
		}
		for (String name : names) {
			if (claims(name).size() > 1) {
				refuse(batch, owner, "the name %s in the store is also that of %s".formatted(Printable.of(name),
						others(name, owner)));
				return;
			}
		}
		open(owner, names, batch);
	}

	private Set<EntryRef> claims(String name) {
		return this.claims.getOrDefault(name, Set.of());
	}

	private String others(String name, EntryRef owner) {
		return claims(name).stream()
			.filter((other) -> !other.equals(owner))
			.map(EntryRef::toString)
			.collect(Collectors.joining(", "));
	}

	/**
	 * A store may have an owner's key under two names; then it has to be one key.
	 */
	private void open(EntryRef owner, List<String> names, ImportBatch batch) {
		Map<Address, PrivateKey> found = new LinkedHashMap<>();
		for (String name : names) {
			try {
				PrivateKey key = this.store.open(name);
				if (found.putIfAbsent(this.secp256k1.addressOf(key), key) != null) {
					key.close();
				}
			}
			catch (MalformedSecretException ex) {
				this.defects.add("%s: %s".formatted(Printable.of(name), ex.reason()));
			}
		}
		if (found.size() == 1) {
			found.forEach((address, key) -> batch.add(new KeyFacts(owner, FIRST_VERSION, address), key));
			return;
		}
		found.values().forEach(PrivateKey::close);
		refuse(batch, owner, "the store has different keys under %s".formatted(String.join(" and ", names)));
	}

	private static void refuse(ImportBatch batch, EntryRef owner, String reason) {
		batch.add(owner, new Decision(Result.REFUSED, "", reason));
	}

}
