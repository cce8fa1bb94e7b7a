package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.registrysync.history.JournalRecord.Checkpoint;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Sha256;

/**
 * A line of the journal with its place in the chain.
 *
 * @param record what it says
 * @param previous the digest of the line before that it names
 * @param digest its own
 * @param signature the hex digits of its signature; empty if nobody signed it
 * @param unsignedDigest the digest of its bytes without the signature
 * @param end where it ends in what it was read from
 */
record SealedLine(JournalRecord record, String previous, String digest, Optional<String> signature,
		String unsignedDigest, int end) {

	private static final byte[] NOTHING = {};

	private static final byte[] BRACE = { '}' };

	/**
	 * Reads the line that begins at one byte and ends with a newline, or at another byte.
	 * @throws IllegalArgumentException if it is none of ours
	 */
	static SealedLine read(byte[] bytes, int start, int stop) {
		Optional<PlainEntries> plain = PlainEntries.find(bytes, start, stop);
		int end = plain.map(PlainEntries::end).orElseGet(() -> PlainEntries.end(bytes, start, stop));
		JsonObject json = plain.map(PlainEntries::rest).orElseGet(() -> json(Arrays.copyOfRange(bytes, start, end)));
		Optional<String> signature = json.findText(ChainSeal.SIGNATURE);
		byte[] last = signature.map((hex) -> last(bytes, start, end, hex)).orElse(NOTHING);
		byte[] unsigned = signature.isPresent() ? BRACE : NOTHING;
		List<String> digests = Sha256.ofBegin(bytes, start, end - last.length, last, unsigned);
		return new SealedLine(JournalLine.fromJson(json, plain.orElse(null)), Members.text(json, ChainSeal.PREVIOUS),
				digests.get(0), signature, digests.get(1), end);
	}

	/**
	 * The digest that the line behind has to name: a checkpoint stands for the line that
	 * it names itself.
	 */
	String follower() {
		return (this.record instanceof Checkpoint) ? this.previous : this.digest;
	}

	private static JsonObject json(byte[] line) {
		try {
			if (JsonReader.read(line) instanceof JsonObject json) {
				return json;
			}
		}
		catch (JsonSyntaxException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
		throw new IllegalArgumentException("the line is not an object");
	}

	/**
	 * What a line ends with that is signed; its brace follows in what is not.
	 */
	private static byte[] last(byte[] bytes, int start, int end, String signature) {
		byte[] last = ",\"%s\":\"%s\"}".formatted(ChainSeal.SIGNATURE, signature).getBytes(StandardCharsets.US_ASCII);
		int rest = end - last.length;
		if (rest < start || !Arrays.equals(bytes, rest, end, last, 0, last.length)) {
			throw new IllegalArgumentException("the signature is not the last member");
		}
		return last;
	}

}
