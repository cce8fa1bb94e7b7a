package dev.registrysync.keys;

import dev.registrysync.identity.KeyFacts;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A key as callers see it: public facts only.
 *
 * @param kind the registry of the entry that the key was made for
 * @param id the entry's id
 * @param version 1 for the first key of the entry
 * @param address the key's address
 * @param state what the key may be used for
 */
@Schema(name = "Key", description = "The public facts of one key")
record KeyView(@Schema(example = "agents", allowableValues = {
		"agents", "tools" }) String kind, @Schema(example = "coordinator_agent") String id,
		@Schema(example = "1") int version,
		@Schema(description = "EIP-55 address", example = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266") String address,
		@Schema(example = "active") String state){

	static KeyView of(KeyFacts key) {
		return new KeyView(key.owner().kind().plural(), key.owner().id().value(), key.version(),
				key.address().toString(), "active");
	}

}
