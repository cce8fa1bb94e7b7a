package dev.registrysync.keys;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.registrysync.database.TestEngine;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.keys.VerifyController.Verdict;
import dev.registrysync.keys.VerifyController.VerificationView;
import dev.registrysync.keys.VerifyController.VerifyRequest;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.registrysync.keys.TestKeystore.agent;
import static dev.registrysync.keys.TestKeystore.agents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VerifyControllerTest extends KeystoreFixture {

	private static final BigInteger ORDER = new BigInteger(
			"fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

	private KeyService keys;

	private VerifyController controller;

	private Address address;

	private String signature;

	VerifyControllerTest() {
		super(TestEngine.SQLITE);
	}

	@BeforeEach
	void sign() {
		this.keys = this.keystore.open(null, IdentityAliases.of(Map.of("alias", "a")));
		this.controller = new VerifyController(this.keys, Secp256k1.bouncyCastle(), (entry) -> List.of());
		this.address = this.keys.ensure(agents("a", "b")).find(agent("a")).orElseThrow().address();
		this.signature = this.keys.sign(agent("a"), List.of("text")).get(0).hex();
	}

	@AfterEach
	void close() {
		this.keys.close();
	}

	private VerificationView verify(String signature, String address) {
		return this.controller.verify(new VerifyRequest("text", signature, address, null, null));
	}

	private VerificationView verify(String id) {
		return this.controller.verify(new VerifyRequest("text", this.signature, null, "agents", id));
	}

	@Test
	void whoSignedIsVerifiedByAddressOrByName() {
		VerificationView valid = new VerificationView(true, this.address.toString(), Verdict.VALID, "");
		assertThat(verify(this.signature, this.address.toString())).isEqualTo(valid);
		assertThat(verify("a")).isEqualTo(valid);
		assertThat(verify("alias")).isEqualTo(valid);
		VerificationView wrong = new VerificationView(false, this.address.toString(), Verdict.WRONG_KEY,
				"Version 1 of the key of agents/a signed this message.");
		assertThat(verify("b")).isEqualTo(wrong);
		assertThat(verify(this.signature, "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")).isEqualTo(wrong);
		assertThat(verify("nobody")).isEqualTo(new VerificationView(false, this.address.toString(), Verdict.UNKNOWN_KEY,
				"There is no key of agents/nobody."));
	}

	@Test
	void anotherTextCannotBeToldFromAnotherSigner() {
		VerificationView view = this.controller
			.verify(new VerifyRequest("Text", this.signature, this.address.toString(), null, null));
		assertThat(view.verdict()).isEqualTo(Verdict.WRONG_KEY_OR_MESSAGE);
		assertThat(view.recoveredAddress()).isNotNull().isNotEqualTo(this.address.toString());
	}

	@Test
	void allSpellingsOfASignatureAreRead() {
		String v = this.signature.endsWith("1b") ? "00" : "01";
		for (String spelling : List.of("0x" + this.signature, this.signature.toUpperCase(Locale.ROOT),
				this.signature.substring(0, 128) + v)) {
			assertThat(verify(spelling, this.address.toString()).valid()).as(spelling).isTrue();
		}
	}

	@Test
	void whatIsNoSignatureIsMalformed() {
		String r = this.signature.substring(0, 64);
		String s = this.signature.substring(64, 128);
		String highS = "%064x".formatted(ORDER.subtract(new BigInteger(s, 16)));
		String other = this.signature.endsWith("1b") ? "1c" : "1b";
		for (String malformed : List.of("", "text", r + s, r + highS + other, r + s + "02", r + s + "1d",
				"0".repeat(64) + s + "1b", "%064x".formatted(ORDER) + s + "1b", this.signature + "00",
				"é".repeat(130))) {
			assertThat(verify(malformed, this.address.toString()).verdict()).as(malformed).isEqualTo(Verdict.MALFORMED);
		}
	}

	@Test
	void anAddressMayBeOfOneCaseAndIsMalformedWithAWrongChecksum() {
		String text = this.address.toString();
		String digits = text.substring(2);
		for (String good : List.of(digits, digits.toLowerCase(Locale.ROOT), "0x" + digits.toUpperCase(Locale.ROOT))) {
			assertThat(verify(this.signature, good).valid()).as(good).isTrue();
		}
		StringBuilder swapped = new StringBuilder("0x");
		digits.chars()
			.forEach((c) -> swapped
				.append((char) (Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))));
		assertThat(verify(this.signature, swapped.toString()).verdict()).isEqualTo(Verdict.MALFORMED);
	}

	@Test
	void aRetiredKeyIsKnownByItsAddressOnlyAndARevokedOneNotEvenSo() {
		this.keys.rotate(agent("a"));
		assertThat(verify(this.signature, this.address.toString()).verdict()).isEqualTo(Verdict.VALID);
		assertThat(verify("a").verdict()).isEqualTo(Verdict.WRONG_KEY);
		this.keys.revoke(agent("a"), 1, new Revision(3), "");
		assertThat(verify("a").verdict()).isEqualTo(Verdict.REVOKED);
		assertThat(verify(this.signature, this.address.toString()).verdict()).isEqualTo(Verdict.REVOKED);
	}

	@Test
	void theMemberThatIsMissingOrTooMuchIsNamed() {
		String someone = this.address.toString();
		refuses("address", new VerifyRequest("text", this.signature, null, null, null));
		refuses("address", new VerifyRequest("text", this.signature, someone, "agents", "a"));
		refuses("address", new VerifyRequest("text", this.signature, someone, null, "a"));
		refuses("address", new VerifyRequest("text", this.signature, "0x12", null, null));
		refuses("id", new VerifyRequest("text", this.signature, null, "agents", null));
		refuses("kind", new VerifyRequest("text", this.signature, null, null, "a"));
		refuses("kind", new VerifyRequest("text", this.signature, null, "agent", "a"));
		refuses("id", new VerifyRequest("text", this.signature, null, "agents", ""));
		refuses("message", new VerifyRequest(null, this.signature, someone, null, null));
		refuses("message", new VerifyRequest("\ud83d", this.signature, someone, null, null));
		refuses("signature", new VerifyRequest("text", null, someone, null, null));
	}

	private void refuses(@Nullable String member, VerifyRequest request) {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.controller.verify(request))
			.withMessageStartingWith("\"" + member + "\"");
	}

}
