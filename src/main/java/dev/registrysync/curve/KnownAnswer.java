package dev.registrysync.curve;

import java.util.HexFormat;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;

/**
 * Checks an implementation against one result of every Ethereum library, made with a
 * publicly known key.
 */
final class KnownAnswer {

	private static final String KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

	private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

	private static final String MESSAGE = "agent_registration:coordinator_agent_main";

	private static final String SIGNATURE = "b617d30f8c928be1a106ca22c03c6747825deb87f541ff10163abf45c58348fe"
			+ "1e2bd0f9975b45e8090bb99eafeb1ebca8980ee15c4eb9ae7b0e15424f47faab1c";

	private KnownAnswer() {
	}

	static void require(Secp256k1 secp256k1) throws CurveUnavailableException {
		if (!isGivenBy(secp256k1)) {
			throw new CurveUnavailableException("it gives another result than every other library");
		}
	}

	private static boolean isGivenBy(Secp256k1 secp256k1) {
		byte[] hash = PersonalMessage.hash(MESSAGE);
		Signature signature = Signature.parse(SIGNATURE);
		Optional<Address> address = Address.find(ADDRESS);
		try (PrivateKey key = PrivateKey.copyOf(HexFormat.of().parseHex(KEY))) {
			return address.equals(Optional.of(secp256k1.addressOf(key))) && signature.equals(secp256k1.sign(hash, key))
					&& address.equals(secp256k1.recover(hash, signature));
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

}
