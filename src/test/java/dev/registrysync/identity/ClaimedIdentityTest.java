package dev.registrysync.identity;

import dev.registrysync.identity.ClaimedIdentity.Claimed;
import dev.registrysync.identity.ClaimedIdentity.Malformed;
import dev.registrysync.identity.ClaimedIdentity.Placeholder;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ClaimedIdentityTest {

	private static final String ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

	@ParameterizedTest
	@ValueSource(strings = { "null", "{}", "\"\"", "\" \"", "\"PENDING_FRESH_SYNC\"", "{\"signature\": \"ab\"}",
			"{\"public_key\": null}", "{\"public_key\": \"\"}", "{\"public_key\": \"PENDING_FRESH_SYNC\"}",
			"{\"public_key\": \"0x\"}", "{\"public_key\": \"N/A\"}", "{\"public_key\": 1234}",
			"{\"public_key\": [\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"]}",
			"{\"public_key\": \"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb9226\"}",
			"{\"public_key\": \"04f39Fd6e51aad88F6F4ce6aB8827279cffFb92266f39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"}" })
	void isAPlaceholder(String identity) {
		assertThat(claim(identity)).isEqualTo(new Placeholder());
		assertThat(claim(identity).findAddress()).isEmpty();
	}

	@Test
	void anEntryWithoutTheMemberHasAPlaceholder() {
		assertThat(ClaimedIdentity.of(JsonObject.EMPTY)).isEqualTo(new Placeholder());
	}

	@ParameterizedTest
	@ValueSource(strings = { ADDRESS, "f39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
			"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "f39fd6e51aad88f6f4ce6ab8827279cfffb92266",
			"0xF39FD6E51AAD88F6F4CE6AB8827279CFFFB92266" })
	void claimsAnAddress(String publicKey) {
		JsonObject identity = JsonObject.EMPTY.with("public_key", publicKey).with("note", "kept");
		ClaimedIdentity claim = ClaimedIdentity.of(JsonObject.of("identity", identity));
		assertThat(claim).isEqualTo(new Claimed(Address.find(ADDRESS).orElseThrow(), identity));
	}

	@Test
	void aWrongChecksumIsMalformedAndCarriesTheAddressThatItMeans() {
		ClaimedIdentity claim = claim("{\"public_key\": \"0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"}");
		assertThat(claim).isInstanceOf(Malformed.class);
		assertThat(claim.findAddress()).get().hasToString(ADDRESS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "[1]", "\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"", "\"text\"", "1", "0",
			"true", "false" })
	void anythingButAnObjectIsMalformed(String identity) {
		assertThat(claim(identity)).isEqualTo(new Malformed("the member identity is not an object", null));
	}

	private static ClaimedIdentity claim(String identity) {
		return ClaimedIdentity.of(JsonObject.of("identity", JsonReader.read(identity.getBytes(UTF_8))));
	}

}
