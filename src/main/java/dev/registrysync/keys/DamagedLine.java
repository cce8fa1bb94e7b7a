package dev.registrysync.keys;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * A line of the keys file that is no intact record, with what can still be made out of
 * its owners: each record names its owner twice, and more than one record can end up in a
 * line if the newline between them is damaged. If it names one owner here and another
 * there, it counts for both: it may be the revocation of either, and an intact record
 * elsewhere does not tell.
 *
 * @param line its number, from 1
 * @param reason one sentence
 * @param fingerprints those of all that may be its owners
 * @param owners those of them whose names can be read, by fingerprint
 * @param records how many records it seems to hold; 0 if no owner can be made out
 * @param unexplained how many bytes longer it is than the records of these owners
 */
record DamagedLine(int line, String reason, Set<String> fingerprints, Map<String, EntryRef> owners, int records,
		int unexplained) {

	private static final Pattern FINGERPRINT = Pattern.compile("\"owner\":\"([0-9a-f]{32})\"");

	private static final Pattern NAME = Pattern
		.compile("\"kind\":\"(agents|tools)\",\"id\":(\"(?:[^\"\\\\]|\\\\.){1,8192}+\")");

	/** What a revocation has over a key. */
	private static final Pattern REVOCATION = Pattern
		.compile(",\"from_revision\":[0-9]++,\"reason\":\"(?:[^\"\\\\]|\\\\.){0,8192}+\"");

	static DamagedLine of(int line, byte[] bytes, String reason) {
		String text = new String(bytes, ISO_8859_1);
		Set<String> fingerprints = new LinkedHashSet<>();
		Map<String, EntryRef> owners = new HashMap<>();
		Map<String, Integer> times = new HashMap<>();
		int written = 0;
		for (Matcher matcher = FINGERPRINT.matcher(text); matcher.find(); written++) {
			fingerprints.add(matcher.group(1));
			times.merge(matcher.group(1), 1, Integer::sum);
		}
		int named = 0;
		for (Matcher matcher = NAME.matcher(text); matcher.find(); named++) {
			Kind kind = Kind.find(matcher.group(1)).orElseThrow();
			EntryId.find(unquoted(matcher.group(2)))
				.ifPresent((id) -> owners.put(KeyRecord.fingerprint(new EntryRef(kind, id)), new EntryRef(kind, id)));
		}
		fingerprints.addAll(owners.keySet());
		int explained = fingerprints.stream()
			.mapToInt((owner) -> times.getOrDefault(owner, 1) * length(owners.get(owner)))
			.sum() + REVOCATION.matcher(text).results().mapToInt((match) -> match.group().length()).sum();
		return new DamagedLine(line, reason, fingerprints, owners, Math.max(written, named),
				bytes.length + 1 - explained);
	}

	private static int length(@Nullable EntryRef owner) {
		return KeyRecord.SHORTEST + ((owner != null)
				? JsonText.compact(new JsonString(owner.id().value())).length() - "\"x\"".length() : 0);
	}

	private static String unquoted(String json) {
		try {
			return (JsonReader.read(json.getBytes(ISO_8859_1)) instanceof JsonString string) ? string.value() : "";
		}
		catch (JsonSyntaxException ex) {
			return "";
		}
	}

	/**
	 * The owner, if there is one whose name can be read.
	 */
	DamagedKey toKey() {
		EntryRef owner = this.fingerprints.stream()
			.filter(this.owners::containsKey)
			.findFirst()
			.map(this.owners::get)
			.orElse(null);
		return new DamagedKey(this.line, owner, this.reason);
	}

}
