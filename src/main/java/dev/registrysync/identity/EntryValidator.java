package dev.registrysync.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.identity.ClaimedIdentity.Claimed;
import dev.registrysync.identity.ClaimedIdentity.Malformed;
import dev.registrysync.registry.Entry;

/**
 * Says of entries whether their identity and content are what their keys signed. Safe for
 * use by several threads.
 */
public final class EntryValidator {

	private final Secp256k1 secp256k1;

	private final UUID registryId;

	public EntryValidator(Secp256k1 secp256k1, UUID registryId) {
		this.secp256k1 = secp256k1;
		this.registryId = registryId;
	}

	/**
	 * The verdict on one entry by itself; whether its address is unique is left to
	 * {@link #withUniqueAddresses}.
	 * @param keys the keys that we hold
	 * @param history what was attested before
	 */
	public EntryVerdict validate(Entry entry, KnownKeys keys, AttestedContents history) {
		ClaimedIdentity claim = ClaimedIdentity.of(entry.members());
		return check(entry, claim, keys, history).on(entry.ref().kind(), entry.ref().id().value(), claim.findAddress());
	}

	/**
	 * The verdicts on all entries of the registry, in their order.
	 */
	public List<EntryVerdict> validateAll(Collection<Entry> entries, KnownKeys keys, AttestedContents history) {
		return withUniqueAddresses(entries.stream().map((entry) -> validate(entry, keys, history)).toList());
	}

	/**
	 * The same verdicts, but for entries that would be valid and share their address with
	 * another entry of either kind.
	 * @param verdicts those on all entries of the registry
	 */
	public static List<EntryVerdict> withUniqueAddresses(List<EntryVerdict> verdicts) {
		Map<Address, List<EntryVerdict>> holders = new LinkedHashMap<>();
		for (EntryVerdict verdict : verdicts) {
			verdict.findAddress()
				.ifPresent((address) -> holders.computeIfAbsent(address, (key) -> new ArrayList<>(1)).add(verdict));
		}
		return verdicts.stream().map((verdict) -> unique(verdict, holders)).toList();
	}

	private static EntryVerdict unique(EntryVerdict verdict, Map<Address, List<EntryVerdict>> holders) {
		if (!verdict.isValid()) {
			return verdict;
		}
		return verdict.findAddress()
			.flatMap((address) -> holders.getOrDefault(address, List.of())
				.stream()
				.filter((holder) -> !holder.equals(verdict))
				.findFirst())
			.map((other) -> Finding.sharedAddress(other.kind(), other.id())
				.on(verdict.kind(), verdict.id(), verdict.findAddress()))
			.orElse(verdict);
	}

	private Finding check(Entry entry, ClaimedIdentity claim, KnownKeys keys, AttestedContents history) {
		try {
			ContentDigest content = ContentDigest.of(entry.members());
			if (claim instanceof Claimed claimed) {
				return check(entry, claimed, content, keys, history);
			}
			return (claim instanceof Malformed malformed) ? Finding.malformedClaim(malformed.reason())
					: Finding.missing("the entry has no identity yet");
		}
		catch (UnsignableContentException ex) {
			return Finding.unsignable(String.valueOf(ex.getMessage()));
		}
	}

	private Finding check(Entry entry, Claimed claimed, ContentDigest content, KnownKeys keys,
			AttestedContents history) {
		Optional<KeyFacts> held = keys.find(entry.ref()).filter((key) -> key.address().equals(claimed.address()));
		return held
			.map((key) -> new IdentityCheck(this.secp256k1, this.registryId, entry, claimed.identity(), key)
				.against(content, history.find(entry.ref())))
			.orElseGet(() -> notItsKey(entry, claimed.address(), keys));
	}

	private static Finding notItsKey(Entry entry, Address address, KnownKeys keys) {
		return keys.ownerOf(address)
			.map((owner) -> owner.equals(entry.ref())
					? Finding.wrongKey("the address is that of an older key of the entry")
					: Finding.wrongKey("the address is that of the key of " + owner))
			.orElseGet(() -> Finding.unknownKey(address));
	}

}
