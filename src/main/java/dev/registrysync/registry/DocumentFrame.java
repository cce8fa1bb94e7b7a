package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What a registry document has around its entries.
 *
 * @param kind agents or tools
 * @param head all up to the brace that begins the entries
 * @param tail all behind the last entry
 */
record DocumentFrame(Kind kind, byte[] head, byte[] tail) {

	/**
	 * Returns the frame with other white space, or none, behind the last entry.
	 */
	DocumentFrame closing(String space) {
		int brace = 0;
		while (this.tail[brace] != '}') {
			brace++;
		}
		return new DocumentFrame(this.kind, this.head, replaced(this.tail, 0, brace, space.getBytes(US_ASCII)));
	}

	/**
	 * Returns the frame with a stamp's members set: in their places, or behind the last
	 * member.
	 */
	DocumentFrame stamped(DocumentStamp stamp) {
		byte[] text = replaced(this.tail, 0, 0, this.head);
		for (Map.Entry<String, Json> member : stamp.members().entrySet()) {
			text = with(text, member.getKey(), member.getValue());
		}
		int gap = (int) find(members(text), this.kind.envelope()).orElseThrow().value().start() + 1;
		return new DocumentFrame(this.kind, Arrays.copyOf(text, gap), Arrays.copyOfRange(text, gap, text.length));
	}

	private static byte[] with(byte[] text, String name, Json value) {
		List<MemberSpan> members = members(text);
		Optional<Span> present = find(members, name).map(MemberSpan::value);
		if (present.isPresent()) {
			return replaced(text, (int) present.get().start(), (int) present.get().end(),
					JsonText.indentedBytes(value, 1));
		}
		int end = (int) members.get(members.size() - 1).value().end();
		return replaced(text, end, end, JsonText.memberBytes(",", name, value, 1));
	}

	private static List<MemberSpan> members(byte[] text) {
		return JsonReader.findMembers(Text.of(text)).orElseThrow();
	}

	private static Optional<MemberSpan> find(List<MemberSpan> members, String name) {
		return members.stream().filter((member) -> member.name().equals(name)).findFirst();
	}

	/**
	 * Returns a text with another one in the place of the bytes from start to before end.
	 */
	private static byte[] replaced(byte[] text, int start, int end, byte[] other) {
		return ByteBuffer.allocate(text.length - (end - start) + other.length)
			.put(text, 0, start)
			.put(other)
			.put(text, end, text.length - end)
			.array();
	}

}
