package dev.registrysync.console;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.keys.Adoption;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.registry.EntryRef;

/**
 * Decides about each known id before anything is written.
 */
final class ImportPlan {

	private final Map<EntryRef, Decision> decisions = new TreeMap<>();

	private final Map<KeyFacts, PrivateKey> imported = new LinkedHashMap<>();

	private final Map<Address, Set<EntryRef>> owners = new LinkedHashMap<>();

	private final ImportSelection selection;

	private final Optional<OfflineKeystore> keystore;

	private final List<String> leftOver;

	private ImportPlan(ImportSelection selection, Optional<OfflineKeystore> keystore, List<String> leftOver) {
		this.selection = selection;
		this.keystore = keystore;
		this.leftOver = leftOver;
	}

	/**
	 * Decides.
	 * @param keystore empty if there is none yet
	 */
	static ImportPlan of(ImportBatch batch, ImportSelection selection, Optional<OfflineKeystore> keystore) {
		ImportPlan plan = new ImportPlan(selection, keystore, batch.leftOver());
		selection.users()
			.forEach((user, owner) -> plan.decisions.put(user,
					new Decision(Result.USES_ANOTHER, "", "uses the key of " + owner)));
		plan.decisions.putAll(batch.decided());
		batch.keys()
			.keySet()
			.forEach((key) -> plan.owners.computeIfAbsent(key.address(), (address) -> new LinkedHashSet<>())
				.add(key.owner()));
		batch.keys().forEach(plan::decide);
		return plan;
	}

	private void decide(KeyFacts facts, PrivateKey key) {
		String address = facts.address().toString();
		Decision decision = findObstacle(facts).map((reason) -> new Decision(Result.REFUSED, address, reason))
			.orElseGet(() -> {
				Adoption adoption = this.keystore.map((keys) -> keys.judge(facts)).orElse(Adoption.NEW);
				return new Decision(switch (adoption.state()) {
					case NEW -> Result.IMPORTED;
					case ALREADY_THERE -> Result.ALREADY_THERE;
					case REFUSED -> Result.REFUSED;
				}, address, adoption.reason());
			});
		this.decisions.put(facts.owner(), decision);
		if (decision.result() == Result.IMPORTED) {
			this.imported.put(facts, key);
		}
	}

	private Optional<String> findObstacle(KeyFacts facts) {
		EntryRef owner = facts.owner();
		if (this.selection.identities().isAlias(owner)) {
			return Optional.of("it uses the key of %s and has none of its own"
				.formatted(this.selection.identities().resolve(owner)));
		}
		Set<EntryRef> sharing = new LinkedHashSet<>(this.owners.getOrDefault(facts.address(), Set.of()));
		sharing.remove(owner);
		if (!sharing.isEmpty()) {
			return Optional.of("it shares its key with " + joined(sharing, ", "));
		}
		RegisteredEntries registered = this.selection.registered();
		Set<Address> claims = registered.claims(owner);
		if (!claims.isEmpty()) {
			return claims.contains(facts.address()) ? Optional.empty()
					: Optional.of("the registry says its address is " + joined(claims, " or "));
		}
		return registered.claimants(facts.address())
			.stream()
			.findFirst()
			.map((other) -> "the registry says this is the address of " + other);
	}

	private static String joined(Set<?> values, String separator) {
		return values.stream().map(Object::toString).collect(Collectors.joining(separator));
	}

	/**
	 * Returns the keys to add to the keystore, not copies.
	 */
	Map<KeyFacts, PrivateKey> imported() {
		return this.imported;
	}

	long count(Result result) {
		return this.decisions.values().stream().filter((decision) -> decision.result() == result).count();
	}

	/**
	 * Prints what the import did, or would do.
	 */
	void print(PrintWriter out, boolean dryRun) {
		String imported = dryRun ? "would be imported" : "imported";
		Table table = new Table("OWNER", "ADDRESS", "RESULT");
		this.decisions.forEach((owner, decision) -> table.add(Printable.of(owner.toString()),
				decision.address().isEmpty() ? "-" : decision.address(), switch (decision.result()) {
					case IMPORTED -> imported;
					case ALREADY_THERE -> "already there";
					case REFUSED -> "not imported: " + decision.reason();
					case WITHOUT_KEY -> "no key in the store";
					case USES_ANOTHER -> decision.reason();
				}));
		if (!table.isEmpty()) {
			table.print(out);
			out.println();
		}
		if (!this.leftOver.isEmpty()) {
			out.println("Left over in the store, as no known id has these names:");
			this.leftOver.forEach((name) -> out.println("  " + name));
			out.println();
		}
		out.println("%d %s, %d already there, %d not imported, %d without a key in the store, %d left over.%s"
			.formatted(count(Result.IMPORTED), imported, count(Result.ALREADY_THERE), count(Result.REFUSED),
					count(Result.WITHOUT_KEY), this.leftOver.size(), dryRun ? " Dry run: nothing was written." : ""));
	}

	/**
	 * The decision about one id.
	 *
	 * @param result in a word
	 * @param address the key's address, or nothing if no key was read
	 * @param reason why it is refused or whose key it uses, or nothing
	 */
	record Decision(Result result, String address, String reason) {

		static final Decision WITHOUT_KEY = new Decision(Result.WITHOUT_KEY, "", "");

	}

	/**
	 * Names what is decided about an id.
	 */
	enum Result {

		/** The key is added to the keystore. */
		IMPORTED,

		/** The owner has this key already. */
		ALREADY_THERE,

		/** There is a key, and it is not added. */
		REFUSED,

		/** The store has no key for the id. */
		WITHOUT_KEY,

		/** The id is that of an entry which uses another's key. */
		USES_ANOTHER

	}

}
