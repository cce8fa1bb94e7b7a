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
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.registry.EntryRef;

/**
 * What becomes of each known id: decided before anything is written.
 */
final class ImportPlan {

	private final Map<EntryRef, Decision> decisions = new TreeMap<>();

	private final Map<KeyFacts, PrivateKey> imported = new LinkedHashMap<>();

	private final RegisteredEntries registered;

	private final Optional<OfflineKeystore> keystore;

	private final Map<Address, Set<EntryRef>> owners = new LinkedHashMap<>();

	private ImportPlan(RegisteredEntries registered, Optional<OfflineKeystore> keystore) {
		this.registered = registered;
		this.keystore = keystore;
	}

	/**
	 * Decides.
	 * @param keystore empty if none was made yet
	 */
	static ImportPlan of(Intake intake, RegisteredEntries registered, Optional<OfflineKeystore> keystore) {
		ImportPlan plan = new ImportPlan(registered, keystore);
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
		return findSharing(facts).or(() -> findContradiction(facts));
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
		Optional<Address> claimed = this.registered.findAddress(facts.owner());
		if (claimed.isPresent()) {
			return claimed.filter((address) -> !address.equals(facts.address()))
				.map((address) -> "the registry says its address is " + address);
		}
		return this.registered.claimants(facts.address())
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
	 * @param reason why it is refused, or nothing
	 */
	record Decision(Result result, String address, String reason) {

		static final Decision WITHOUT_KEY = new Decision(Result.WITHOUT_KEY, "", "");

		static Decision refused(String address, String reason) {
			return new Decision(Result.REFUSED, address, reason);
		}

		enum Result {

			/** The key is taken in. */
			IMPORTED,

			/** The owner has this key already. */
			ALREADY_THERE,

			/** There is a key, and it is not taken in. */
			REFUSED,

			/** The store has no key for the id. */
			WITHOUT_KEY

		}

	}

}
