package dev.registrysync.keys;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.Signature;
import dev.registrysync.registry.EntryRef;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The answer of {@code POST /keys/{kind}/{id}/sign}.
 */
@Schema(name = "Signed", description = "A text with the signature of an entity's key.")
record SignedView(String kind, String id, int version, @Schema(description = "EIP-55 address") String address,
		String message,
		@Schema(description = "EIP-191 personal message: r, s and v, 130 hex digits without 0x") String signature) {

	static SignedView of(EntryRef entry, KeyFacts key, String message, Signature signature) {
		return new SignedView(entry.kind().plural(), entry.id().value(), key.version(), key.address().toString(),
				message, signature.hex());
	}

}
