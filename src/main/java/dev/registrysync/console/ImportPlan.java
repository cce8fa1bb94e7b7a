package dev.registrysync.console;

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
import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.registry.EntryRef;

/**
 * What becomes of each known id: decided before anything is written.
 */
final class ImportPlan {

	private final Map<EntryRef, Decision> decisions = new TreeMap<>();

	private final Map<KeyFacts, PrivateKey> imported = new LinkedHashMap<>();

	private final KeyImport.Context context;

	private final Optional<OfflineKeystore> keystore;

	private final Map<Address, Set<EntryRef>> owners = new LinkedHashMap<>();

	private ImportPlan(KeyImport.Context context, Optional<OfflineKeystore> keystore) {
		this.context = context;
		this.keystore = keystore;
	}

	/**
	 * Decides.
	 * @param keystore empty if none was made yet
	 */
	static ImportPlan of(Intake intake, KeyImport.Context context, Optional<OfflineKeystore> keystore) {
		ImportPlan plan = new ImportPlan(context, keystore);
		context.wanted().users().forEach((user, owner) -> plan.decisions.put(user, Decision.user(owner)));
		intake.skipped().forEach((owner, reason) -> plan.decisions.put(owner, Decision.refused("", reason)));
		intake.without().forEach((owner) -> plan.decisions.put(owner, Decision.WITHOUT_KEY));
		List<Candidate> candidates = intake.candidates();
		candidates.forEach((candidate) -> plan.owners
			.computeIfAbsent(candidate.facts().address(), (address) -> new LinkedHashSet<>())
			.add(candidate.facts().owner()));
		candidates.forEach(plan::decide);
		return plan;
	}

	private void decide(Candidate candidate) {
		KeyFacts facts = candidate.facts();
		Decision decision = findObstacle(facts).map((reason) -> Decision.refused(facts.address().toString(), reason))
			.orElseGet(() -> judge(facts));
		this.decisions.put(facts.owner(), decision);
		if (decision.result() == Decision.Result.IMPORTED) {
			this.imported.put(facts, candidate.key());
		}
	}

	private Optional<String> findObstacle(KeyFacts facts) {
		return findOwner(facts).or(() -> findSharing(facts)).or(() -> findContradiction(facts));
	}

	private Optional<String> findOwner(KeyFacts facts) {
		IdentityAliases identities = this.context.wanted().identities();
		return identities.isAlias(facts.owner())
				? Optional
					.of("it uses the key of %s and has none of its own".formatted(identities.resolve(facts.owner())))
				: Optional.empty();
	}

	private Optional<String> findSharing(KeyFacts facts) {
		Set<EntryRef> sharing = this.owners.getOrDefault(facts.address(), Set.of());
		return (sharing.size() < 2) ? Optional.empty()
				: Optional.of("it shares its key with " + sharing.stream()
					.filter((other) -> !other.equals(facts.owner()))
					.map(EntryRef::toString)
					.collect(Collectors.joining(", ")));
	}

	private Optional<String> findContradiction(KeyFacts facts) {
		RegisteredEntries registered = this.context.registered();
		Set<Address> claims = registered.claims(facts.owner());
		if (!claims.isEmpty()) {
			return claims.contains(facts.address()) ? Optional.empty() : Optional.of("the registry says its address is "
					+ claims.stream().map(Address::toString).collect(Collectors.joining(" or ")));
		}
		return registered.claimants(facts.address())
			.stream()
			.findFirst()
			.map((other) -> "the registry says this is the address of " + other);
	}

	private Decision judge(KeyFacts facts) {
		Adoption adoption = this.keystore.map((keys) -> keys.judge(facts)).orElse(Adoption.NEW);
		String address = facts.address().toString();
		return switch (adoption.state()) {
			case NEW -> new Decision(Decision.Result.IMPORTED, address, "");
			case ALREADY_THERE -> new Decision(Decision.Result.ALREADY_THERE, address, "");
			case REFUSED -> Decision.refused(address, adoption.reason());
		};
	}

	Map<EntryRef, Decision> decisions() {
		return this.decisions;
	}

	/**
	 * The keys to take in. Not copies.
	 */
	Map<KeyFacts, PrivateKey> imported() {
		return this.imported;
	}

	long count(Decision.Result result) {
		return this.decisions.values().stream().filter((decision) -> decision.result() == result).count();
	}

	/**
	 * What becomes of one id.
	 *
	 * @param result in a word
	 * @param address the key's address, or nothing if no key was read
	 * @param reason why it is refused or whose key it uses, or nothing
	 */
	record Decision(Result result, String address, String reason) {

		static final Decision WITHOUT_KEY = new Decision(Result.WITHOUT_KEY, "", "");

		static Decision refused(String address, String reason) {
			return new Decision(Result.REFUSED, address, reason);
		}

		static Decision user(EntryRef owner) {
			return new Decision(Result.USES_ANOTHER, "", "uses the key of " + owner);
		}

		enum Result {

			/** The key is taken in. */
			IMPORTED,

			/** The owner has this key already. */
			ALREADY_THERE,

			/** There is a key, and it is not taken in. */
			REFUSED,

			/** The store has no key for the id. */
			WITHOUT_KEY,

			/** The id is that of an entry which uses another's key. */
			USES_ANOTHER

		}

	}

}
