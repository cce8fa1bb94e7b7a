package dev.registrysync.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

	private final Wanted wanted;

	private final Secp256k1 secp256k1;

	private final Map<String, Set<EntryRef>> claims = new LinkedHashMap<>();

	private final List<String> defects = new ArrayList<>();

	NameMatching(NamedKeys store, Wanted wanted, Secp256k1 secp256k1) {
		this.store = store;
		this.wanted = wanted;
		this.secp256k1 = secp256k1;
		for (EntryRef owner : wanted.someOwners()) {
			names(owner)
				.forEach((name) -> this.claims.computeIfAbsent(name, (key) -> new LinkedHashSet<>()).add(owner));
		}
	}

	private List<String> names(EntryRef owner) {
		return this.store.namesOf(this.wanted.storeAliases().entityOf(owner))
			.stream()
			.filter(this.store.names()::contains)
			.toList();
	}

	/**
	 * Finds the keys.
	 * @param err where to show progress
	 * @throws RefusedException if one of them is broken: then none is to be imported
	 */
	Intake match(PrintWriter err) {
		Intake intake = new Intake();
		Set<EntryRef> owners = this.wanted.owners();
		Progress progress = new Progress(err, "Reading", owners.size(), LEAST_SHOWN);
		for (EntryRef owner : owners) {
			match(owner, names(owner), intake);
			progress.step();
		}
		this.store.names().stream().filter((name) -> !this.claims.containsKey(name)).forEach(intake::leftOver);
		if (!this.defects.isEmpty()) {
			intake.close();
			throw new RefusedException(
					"The store is broken, so nothing is imported:\n" + String.join("\n", this.defects),
					"Mend or remove what is named, or restore the store from its backup.");
		}
		return intake;
	}

	private void match(EntryRef owner, List<String> names, Intake intake) {
		if (names.isEmpty()) {
			intake.without(owner);
			return;
		}
		for (String name : names) {
			if (claims(name).size() > 1) {
				intake.skip(owner, "the name %s in the store is also that of %s".formatted(Printable.of(name),
						others(name, owner)));
				return;
			}
		}
		open(owner, names, intake);
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
	private void open(EntryRef owner, List<String> names, Intake intake) {
		Map<Address, Candidate> found = new LinkedHashMap<>();
		for (String name : names) {
			try {
				PrivateKey key = this.store.open(name);
				Candidate candidate = new Candidate(new KeyFacts(owner, FIRST_VERSION, this.secp256k1.addressOf(key)),
						key);
				Candidate same = found.putIfAbsent(candidate.facts().address(), candidate);
				if (same != null) {
					candidate.close();
				}
			}
			catch (MalformedSecretException ex) {
				this.defects.add("%s: %s".formatted(Printable.of(name), ex.reason()));
			}
		}
		if (found.size() == 1) {
			found.values().forEach(intake::found);
			return;
		}
		found.values().forEach(Candidate::close);
		intake.skip(owner, "the store has different keys under %s".formatted(String.join(" and ", names)));
	}

}
