package dev.registrysync.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.history.JournalRecord.Checkpoint;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class PlainEntriesTest {

	private static final Revision REVISION = new Revision(7);

	private static final String DIGEST = Sha256.of(new byte[0]);

	private static final Address ADDRESS = Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow();

	private static final JsonObject AT = JsonObject.EMPTY.with("at", "1970-01-01T00:00:00Z");

	private final Map<EntryRef, AttestedContent> attested = new LinkedHashMap<>();

	private final Map<EntryRef, CommittedKey> keys = new LinkedHashMap<>();

	private void entry(Kind kind, String id, Revision revision, boolean succeeds) {
		EntryRef ref = EntryRef.of(kind, id);
		this.attested.put(ref, new AttestedContent(new ContentDigest(DIGEST), revision, 2));
		this.keys.put(ref, new CommittedKey(2, ADDRESS, succeeds ? ADDRESS : null));
	}

	private Committed commit() {
		entry(Kind.AGENTS, "a", REVISION, false);
		entry(Kind.AGENTS, "\"é\\😀,\"attested\":{", REVISION, true);
		entry(Kind.TOOLS, "a", REVISION, false);
		return new Committed(REVISION, Instant.EPOCH,
				Map.of(Kind.AGENTS, new DocumentDigests(Optional.empty(), DIGEST)), this.attested, this.keys, Map.of(),
				ExternalEdits.NONE, new Withdrawals(Map.of(), Set.of()), Optional.empty());
	}

	private static String line(JournalRecord record, JsonObject context) {
		return JsonText.compact(JournalLine.toJson(record, context)
			.with(ChainSeal.PREVIOUS, DIGEST)
			.with(ChainSeal.SIGNATURE, "0".repeat(130)));
	}

	/**
	 * A line between others.
	 */
	private static byte[] between(String line) {
		return ("\n" + line + "\n{}\n").getBytes(UTF_8);
	}

	private static Optional<PlainEntries> find(String line) {
		byte[] bytes = between(line);
		Optional<PlainEntries> plain = PlainEntries.find(bytes, 1, bytes.length);
		plain.ifPresent((found) -> assertThat(found.end()).isEqualTo(1 + line.getBytes(UTF_8).length));
		return plain;
	}

	/**
	 * What a line says if all of it is read as JSON, or what is wrong with it.
	 */
	private static Object asJson(String line) {
		try {
			return JournalLine.fromJson((JsonObject) JsonReader.read(line.getBytes(UTF_8)));
		}
		catch (RuntimeException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private static Object read(String line) {
		try {
			byte[] bytes = between(line);
			SealedLine read = SealedLine.read(bytes, 1, bytes.length);
			assertThat(read.end()).isEqualTo(1 + line.getBytes(UTF_8).length);
			return read.record();
		}
		catch (IllegalArgumentException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	@Test
	void readsWhatTheJsonSays() {
		Committed commit = commit();
		String line = line(commit, AT);
		assertThat(find(line)).hasValueSatisfying((plain) -> {
			assertThat(plain.attested()).isEqualTo(this.attested);
			assertThat(plain.keys()).isEqualTo(this.keys);
			assertThat(plain.rest().findObject("attested")).contains(JsonObject.EMPTY);
			assertThat(plain.rest().findObject("keys")).contains(JsonObject.EMPTY);
			assertThat(plain.rest().names()).isEqualTo(((JsonObject) JsonReader.read(line.getBytes(UTF_8))).names());
		});
		assertThat(read(line)).isEqualTo(commit);
	}

	@Test
	void inACheckpointEachEntryHasItsRevision() {
		commit();
		entry(Kind.TOOLS, "b", new Revision(3), false);
		Checkpoint checkpoint = new Checkpoint(REVISION, 1, 2, new KnownState(Map.of(), this.attested, this.keys,
				Map.of(), Map.of(), List.of(), Map.of(), new KnownPast(Map.of(), List.of())));
		String line = line(checkpoint, AT);
		assertThat(find(line)).get().extracting(PlainEntries::attested).isEqualTo(this.attested);
		assertThat(read(line)).isEqualTo(checkpoint);
	}

	@Test
	void whatBothMembersNameIsInMemoryOnce() {
		PlainEntries plain = find(line(commit(), AT)).orElseThrow();
		Map<EntryRef, EntryRef> attested = new HashMap<>();
		plain.attested().keySet().forEach((ref) -> attested.put(ref, ref));
		assertThat(plain.keys().keySet()).hasSize(3).allSatisfy((ref) -> assertThat(ref).isSameAs(attested.get(ref)));
	}

	@Test
	void theMembersMayNameOtherEntriesInAnotherOrder() {
		entry(Kind.AGENTS, "b\\", REVISION, false);
		entry(Kind.AGENTS, "b", REVISION, false);
		entry(Kind.AGENTS, "c", REVISION, true);
		Committed commit = commit();
		Map<EntryRef, CommittedKey> other = new LinkedHashMap<>();
		other.put(EntryRef.of(Kind.TOOLS, "a"), new CommittedKey(1, ADDRESS, null));
		other.put(EntryRef.of(Kind.AGENTS, "b\\\"c"), new CommittedKey(1, ADDRESS, null));
		other.put(EntryRef.of(Kind.AGENTS, "c"), new CommittedKey(1, ADDRESS, null));
		other.put(EntryRef.of(Kind.AGENTS, "b"), new CommittedKey(1, ADDRESS, null));
		for (Map<EntryRef, CommittedKey> keys : List.of(other, Map.<EntryRef, CommittedKey>of())) {
			Committed changed = new Committed(REVISION, commit.at(), commit.documents(), this.attested, keys, Map.of(),
					ExternalEdits.NONE, commit.withdrawals(), Optional.empty());
			PlainEntries plain = find(line(changed, AT)).orElseThrow();
			assertThat(plain.attested()).isEqualTo(this.attested);
			assertThat(plain.keys()).isEqualTo(keys);
		}
	}

	@Test
	void aCommitMayHaveNone() {
		Committed commit = new Committed(REVISION, Instant.EPOCH, Map.of(), Map.of(), Map.of(), Map.of(),
				ExternalEdits.NONE, new Withdrawals(Map.of(), Set.of()), Optional.empty());
		assertThat(find(line(commit, AT))).isPresent();
		assertThat(read(line(commit, AT))).isEqualTo(commit);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"attested\":{>\"attested\": {", "\"key_version\":2>\"key_version\":02",
			"\"key_version\":2>\"key_version\":2147483648", "\"key_version\":2>\"key_version\":2,\"revision\":3",
			"\"key_version\":2>\"key_version\":-2", "\"version\":2>\"version\":", "\"version\":2,>",
			"\"content\":\"sha256:e3>\"content\":\"sha256:E3", "\"address\":\"0x>\"address\":\"",
			"\"address\":\"0xf>\"address\":\"0xg", "\"agents\":{\"a\":>\"agents\":{\"\":",
			"\"agents\":{\"a\":>\"agents\":{\"\\ud800\":", "\"agents\":{\"a\":>\"agents\":{\"\u0001\":",
			"\"agents\":{\"a\":>\"agents\":{\"é\":", "\"agents\":{\"a\":>\"agents\":{\"\\x\":",
			"\"tools\":{\"a\":>\"agents\":{\"z\":", "\"tools\">\"robots\"", "},\"keys\":{>},\"x\":0,\"keys\":{",
			"},\"keys\":{>,},\"keys\":{", "{\"type\">[{\"type\"", "\"signature\":\"0>\"signature_\":\"0",
			"\"revision\":7>\"revision\":\"7\"", "COMMIT>COMMITS", "\"bases\":[]>\"bases\":[],\"keys\":{}",
			",\"at\":>,\"x\":{\"y\":0,\"attested\":{},\"keys\":{}},\"at\":" })
	void leavesALineToTheJsonThatIsSpelledOtherwise(String change) {
		String[] parts = change.split(">", 2);
		String line = line(commit(), AT);
		assertThat(line).contains(parts[0]);
		String changed = line.replaceFirst(Pattern.quote(parts[0]), Matcher.quoteReplacement(parts[1]));
		assertThat(find(changed)).isEmpty();
		assertThat(read(changed)).isEqualTo(asJson(changed));
	}

	@Test
	void aLineThatNamesAnEntryTwiceIsNone() {
		String line = line(commit(), AT);
		String entry = "\"a\":{\"content\":\"%s\",\"key_version\":2}".formatted(DIGEST);
		String twice = line.replace(entry, entry + "," + entry);
		assertThat(twice).isNotEqualTo(line);
		assertThat(find(twice)).isEmpty();
		assertThat(read(twice)).isEqualTo(asJson(twice)).isInstanceOf(String.class);
	}

	@Test
	void aLineMayEndWhereTheFileDoes() {
		byte[] line = line(commit(), AT).getBytes(UTF_8);
		assertThat(PlainEntries.find(line, 0, line.length)).get().extracting(PlainEntries::end).isEqualTo(line.length);
		assertThat(SealedLine.read(line, 0, line.length).end()).isEqualTo(line.length);
	}

	@Test
	void theLineBehindSaysNothingOfThisOne() {
		String line = line(commit(), AT);
		assertThat(find("{\"type\":\"COMMIT\",\"revision\":7\n" + line.substring(1))).isEmpty();
		assertThat(find("\n" + line)).isEmpty();
	}

	@Test
	void aLineThatIsCutOffIsNone() {
		String line = line(commit(), AT);
		for (int length = 0; length < line.length(); length++) {
			assertThat(find(line.substring(0, length))).isEmpty();
		}
	}

}
