package dev.registrysync.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.registrysync.identity.ClaimedIdentity.Claimed;
import dev.registrysync.identity.ClaimedIdentity.Malformed;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Says of entries whether their identity and content are what their keys signed. Safe for
 * use by several threads.
 */
public final class EntryValidator {

	private final Secp256k1 secp256k1;

	private final UUID registryId;

	private final RevocationMarks marks;

	/**
	 * Prepares to validate the entries of a registry.
	 * @param service who marks revoked keys
	 */
	public EntryValidator(Secp256k1 secp256k1, UUID registryId, ServiceIdentity service) {
		this.secp256k1 = secp256k1;
		this.registryId = registryId;
		this.marks = new RevocationMarks(secp256k1, registryId, service);
	}

	/**
	 * The verdict on one entry by itself; whether its address is unique is left to
	 * {@link #withUniqueAddresses}.
	 * @param keys the keys that we hold
	 * @param history what was attested and committed before
	 */
	public EntryVerdict validate(Entry entry, KnownKeys keys, AttestedContents history) {
		ClaimedIdentity claim = ClaimedIdentity.of(entry.members());
		return check(entry, claim, keys, history).on(entry.ref().kind(), entry.ref().id().value(),
				claim.findAddress().map((claimed) -> held(entry.ref(), claimed, keys)));
	}

	/**
	 * The same address; that of the key, if we hold it, so that it is in memory once.
	 */
	private static Address held(EntryRef ref, Address claimed, KnownKeys keys) {
		return keys.find(ref, claimed).map(KnownKey::address).orElse(claimed);
	}

	/**
	 * The verdicts on all entries of the registry, in their order.
	 */
	public List<EntryVerdict> validateAll(Collection<Entry> entries, KnownKeys keys, AttestedContents history) {
		return withUniqueAddresses(entries.stream().map((entry) -> validate(entry, keys, history)).toList(), keys);
	}

	/**
	 * The same verdicts, but for entries that would be valid and share their address with
	 * another entry of either kind, unless both use the same key by an alias.
	 * @param verdicts those on all entries of the registry
	 * @param keys the keys that we hold
	 */
	public static List<EntryVerdict> withUniqueAddresses(List<EntryVerdict> verdicts, KnownKeys keys) {
		Set<Address> shared = shared(verdicts);
		if (shared.isEmpty()) {
			return List.copyOf(verdicts);
		}
		Map<Address, List<EntryVerdict>> holders = new HashMap<>();
		for (EntryVerdict verdict : verdicts) {
			verdict.findAddress()
				.filter(shared::contains)
				.ifPresent((address) -> holders.computeIfAbsent(address, (key) -> new ArrayList<>()).add(verdict));
		}
		return verdicts.stream().map((verdict) -> unique(verdict, holders, keys)).toList();
	}

	/**
	 * The addresses that more than one entry claims: nearly always none.
	 */
	private static Set<Address> shared(List<EntryVerdict> verdicts) {
		Set<Address> claimed = new HashSet<>(2 * verdicts.size());
		Set<Address> shared = new HashSet<>();
		for (EntryVerdict verdict : verdicts) {
			@Nullable Address address = verdict.address();
			if (address != null && !claimed.add(address)) {
				shared.add(address);
			}
		}
		return shared;
	}

	private static EntryVerdict unique(EntryVerdict verdict, Map<Address, List<EntryVerdict>> holders, KnownKeys keys) {
		if (!verdict.isValid()) {
			return verdict;
		}
		return verdict.findAddress()
			.flatMap((address) -> holders.getOrDefault(address, List.of())
				.stream()
				.filter((holder) -> !holder.equals(verdict) && !sharesItsKey(verdict, holder, keys))
				.findFirst())
			.map((other) -> Finding.sharedAddress(other.kind(), other.id())
				.on(verdict.kind(), verdict.id(), verdict.findAddress()))
			.orElse(verdict);
	}

	private static boolean sharesItsKey(EntryVerdict one, EntryVerdict other, KnownKeys keys) {
		Optional<EntryRef> owner = keyOwner(one, keys);
		return owner.isPresent() && owner.equals(keyOwner(other, keys));
	}

	private static Optional<EntryRef> keyOwner(EntryVerdict verdict, KnownKeys keys) {
		return EntryId.find(verdict.id()).map((id) -> keys.keyOwner(new EntryRef(verdict.kind(), id)));
	}

	private Finding check(Entry entry, ClaimedIdentity claim, KnownKeys keys, AttestedContents history) {
		try {
			ContentDigest content = ContentDigest.of(entry.members());
			if (claim instanceof Claimed claimed) {
				return check(entry, claimed, content, keys, history);
			}
			return (claim instanceof Malformed malformed) ? Finding.malformedClaim(malformed.reason())
					: withoutIdentity(entry, keys);
		}
		catch (UnsignableContentException ex) {
			return Finding.unsignable(String.valueOf(ex.getMessage()));
		}
	}

	private static Finding withoutIdentity(Entry entry, KnownKeys keys) {
		Finding missing = Finding.missing("the entry has no identity yet");
		if (keys.findNewest(entry.ref()).isEmpty() && !keys.canMakeKey(entry.ref())) {
			return missing.withoutANewKey();
		}
		return keys.findNewest(entry.ref()).filter(KnownKey::isRevoked).isPresent() ? missing.withoutASigningKey()
				: missing;
	}

	private Finding check(Entry entry, Claimed claimed, ContentDigest content, KnownKeys keys,
			AttestedContents history) {
		return keys.find(entry.ref(), claimed.address())
			.map((key) -> check(entry, claimed.identity(), this.marks.apply(entry.ref(), claimed.identity(), key),
					content, keys, history))
			.orElseGet(() -> notItsKey(entry, claimed.address(), keys, history));
	}

	/**
	 * An older version counts until a commit carries a newer one.
	 */
	private Finding check(Entry entry, JsonObject identity, KnownKey key, ContentDigest content, KnownKeys keys,
			AttestedContents history) {
		Optional<CommittedKey> committed = committed(entry.ref(), keys, history);
		Optional<AttestedContent> known = history.find(entry.ref());
		Finding finding;
		if (committed.filter((newer) -> newer.version() > key.version()).isPresent()) {
			finding = Finding.wrongKey("the address is that of an older key of the entry");
		}
		else {
			IdentityCheck check = new IdentityCheck(this.secp256k1, this.registryId, entry, identity, key);
			finding = check.against(content, known)
				.and(() -> check.succession(keys, committed))
				.and(() -> this.marks.check(entry.ref(), identity, key));
		}
		boolean signs = keys.find(entry.ref())
			.filter((facts) -> !key.isRevoked() || !facts.equals(key.facts()))
			.isPresent();
		return signs ? finding : finding.withoutASigningKey();
	}

	/**
	 * The key that was committed last for the entry, if it is one of the key that the
	 * entry uses now: what it uses can be changed with an alias.
	 */
	private static Optional<CommittedKey> committed(EntryRef ref, KnownKeys keys, AttestedContents history) {
		return history.findKey(ref).filter((key) -> keys.find(ref, key.address()).isPresent());
	}

	private static Finding notItsKey(Entry entry, Address address, KnownKeys keys, AttestedContents history) {
		EntryRef owner = keys.ownerOf(address).orElse(null);
		if (owner == null) {
			boolean ours = history.findKey(entry.ref()).filter((key) -> key.address().equals(address)).isPresent();
			return ours ? Finding.lostKey(address) : Finding.unknownKey(address);
		}
		if (owner.equals(keys.keyOwner(entry.ref()))) {
			return Finding.damagedKey(address);
		}
		if (owner.equals(entry.ref())) {
			return Finding.notItsAlias("the entry uses the key of %s, and the address is that of its own"
				.formatted(keys.keyOwner(entry.ref())));
		}
		String reason = "the address is that of the key of " + owner;
		return isReplaceable(entry, keys, history) ? copied(entry, Finding.wrongKey(reason), keys)
				: Finding.sharedKey(reason);
	}

	private static Finding copied(Entry entry, Finding finding, KnownKeys keys) {
		Optional<KnownKey> own = keys.findNewest(entry.ref());
		if (own.filter(KnownKey::isRevoked).isPresent()) {
			return finding.withoutASigningKey();
		}
		return (own.isPresent() || keys.canMakeKey(entry.ref())) ? finding : finding.withoutANewKey();
	}

	/**
	 * Whether an entry has the address of another entry's key by mistake, so that the
	 * entry's own key may sign again: it was committed with another address, or the
	 * identity is one that was attested for another entry. An address whose key is not
	 * held is never replaced, nor is one that the entry had before we knew it.
	 */
	public static boolean isReplaceable(Entry entry, KnownKeys keys, AttestedContents history) {
		return (ClaimedIdentity.of(entry.members()) instanceof Claimed claimed)
				&& isOfAnother(entry.ref(), claimed.address(), keys)
				&& history.findKey(entry.ref())
					.map((committed) -> !committed.address().equals(claimed.address()))
					.orElseGet(() -> claimed.identity().findObject("attestation").isPresent());
	}

	private static boolean isOfAnother(EntryRef ref, Address address, KnownKeys keys) {
		return keys.ownerOf(address)
			.filter((owner) -> !owner.equals(ref) && !owner.equals(keys.keyOwner(ref)))
			.isPresent();
	}

}
