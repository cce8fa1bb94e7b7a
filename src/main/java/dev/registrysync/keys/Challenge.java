package dev.registrysync.keys;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A text of somebody else's that an entity may sign to show who it is. It is never one
 * that Registry Sync itself signs, or whoever may ask for signatures could attest
 * content.
 * <p>
 * Nor is it one that others take for more than it shows: 32 bytes, which smart accounts
 * check as a raw hash, or the sign-in text of a wallet.
 * <p>
 * Only exact beginnings are reserved. EIP-191 signs the exact bytes, and our own texts
 * begin exactly so: a text in another case, behind white space or a byte order mark, or
 * with look-alike letters has another hash, and its signature verifies as none of ours.
 *
 * @param message the text
 */
record Challenge(String message) {

	static final int MAX_LENGTH = 4096;

	private static final int HASH_LENGTH = 32;

	/** EIP-4361, and CAIP-122 for other chains. */
	private static final String SIGN_IN = "wants you to sign in with your";

	static final List<String> RESERVED = List.of("agent_registration:", "tool_registration:", "registry-sync/");

	/**
	 * Checks a text.
	 * @throws InvalidRequestException if it is missing or holds half of a surrogate pair,
	 * which has no UTF-8 form
	 * @throws ProblemException {@code MESSAGE_TOO_LONG} or {@code SIGNING_REFUSED}
	 */
	static Challenge of(@Nullable String message) {
		String text = text("message", message);
		int length = text.getBytes(UTF_8).length;
		if (length > MAX_LENGTH) {
			throw new ProblemException(ProblemCode.MESSAGE_TOO_LONG,
					"The message has %d bytes of UTF-8, more than %d.".formatted(length, MAX_LENGTH),
					Map.of("bytes", length, "max_bytes", MAX_LENGTH));
		}
		whyNot(text, length).ifPresent((reason) -> {
			throw new ProblemException(ProblemCode.SIGNING_REFUSED, reason, Map.of("reserved", RESERVED));
		});
		return new Challenge(text);
	}

	private static Optional<String> whyNot(String text, int length) {
		Optional<String> reserved = RESERVED.stream()
			.filter(text::startsWith)
			.findFirst()
			.map((prefix) -> "The message begins with \"%s\": only Registry Sync itself makes such statements."
				.formatted(prefix));
		if (reserved.isPresent()) {
			return reserved;
		}
		if (length == HASH_LENGTH) {
			return Optional.of("The message has exactly 32 bytes, as a hash: smart accounts take its signature for one"
					+ " of a transaction.");
		}
		if (text.chars().anyMatch(Character::isISOControl)) {
			return Optional.of("The message has control characters, such as line breaks.");
		}
		return text.toLowerCase(Locale.ROOT).contains(SIGN_IN)
				? Optional.of("The message is the text with which a wallet signs in (EIP-4361).") : Optional.empty();
	}

	/**
	 * A text that has a UTF-8 form.
	 * @param member what the request calls it
	 */
	static String text(String member, @Nullable String text) {
		if (text == null) {
			throw new InvalidRequestException(member, "is missing");
		}
		if (PersonalMessage.hasHalfOfAPair(text)) {
			throw new InvalidRequestException(member, "holds half of a surrogate pair");
		}
		return text;
	}

}
