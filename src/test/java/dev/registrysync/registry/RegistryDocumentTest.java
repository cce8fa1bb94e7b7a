package dev.registrysync.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RegistryDocumentTest {

	private static final DocumentStamp STAMP = new DocumentStamp(Instant.parse("2026-11-22T12:00:00.5Z"));

	private static RegistryDocument agents(String text) {
		return RegistryDocument.parse(Kind.AGENTS, text.getBytes(StandardCharsets.UTF_8));
	}

	private static String text(RegistryDocument document) {
		return new String(document.bytes(), StandardCharsets.UTF_8);
	}

	private static Entry entry(String id, String json) {
		return new Entry(EntryRef.of(Kind.AGENTS, id),
				(JsonObject) JsonReader.read(json.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void aChangedEntryChangesItsOwnLinesAndTheStamp() throws IOException {
		byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/fixtures/agents_written_by_python.json"));
		RegistryDocument before = RegistryDocument.parse(Kind.AGENTS, bytes);
		EntryId id = new EntryId("mastermind_prime");
		Entry entry = before.find(id).orElseThrow();
		RegistryDocument after = before.with(List.of(entry.with(entry.members().with("type", "planner"))), STAMP);
		assertThat(changedLines(text(before), text(after))).containsExactly("  \"last_updated_at\": 1795348800.5,",
				"  \"last_updated_by\": \"registry_sync_tool\",", "      \"type\": \"planner\",");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"registered_agents\":{},\"registered_agents\":{}}", "{\"registered_agents\":{\"a\":{}}",
			"{\"registered_agents\":{\"a\":{},\"a\":{}}}", "{\"m\":{\"x\":1,\"x\":1},\"registered_agents\":{}}",
			"{\"registered_agents\":{\"a\":{\"x\":01}}}", "", "[]", "{}", "{\"registered_agents\":[]}" })
	void refusesAFileThatIsNoRegistry(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(JsonSyntaxException.class)
			.isThrownBy(() -> RegistryDocument.parse(Kind.AGENTS, bytes));
	}

	@Test
	void aDefectOfOneEntryLeavesTheOthersReadable() {
		String deep = "[".repeat(400) + "]".repeat(400);
		String text = "{\"registered_agents\":{\"twice\":{\"x\":[{\"y\":1,\"y\":2}]},\"deep\":{\"x\":" + deep
				+ "},\"long\":{\"x\":" + "9".repeat(1001) + "},\"ok\":{\"x\":1,\"y\":{\"x\":1}}}}";
		RegistryDocument document = agents(text);
		assertThat(document.ids()).containsExactly(new EntryId("ok"));
		assertThat(document.malformed()).containsOnlyKeys("twice", "deep", "long")
			.containsEntry("twice", "the member \"y\" is there twice")
			.containsEntry("deep", "it is nested deeper than 400 levels")
			.containsEntry("long", "a number has more than 1000 characters");
		RegistryDocument changed = document.with(List.of(entry("ok", "{\"x\":2}")), STAMP);
		assertThat(text(changed)).contains("{\"y\":1,\"y\":2}", deep, "9".repeat(1001));
	}

	@Test
	void readsAndKeepsHalfOfASurrogatePairInAMembersName() {
		String half = "{\"\\ud83d\":\"\\udc00\",\"\\uffff\":1,\"\\ud83d\\ude00\":2}";
		RegistryDocument document = agents("{\"\\ud83d\":0,\"registered_agents\":{\"a\":" + half + "}}");
		assertThat(document.find(new EntryId("a")).orElseThrow().members().names()).containsExactly("\ud83d", "\uffff",
				"\ud83d\ude00");
		assertThat(text(document)).contains(half);
	}

	@Test
	void findsItsWayHoweverAFileIsSpelled() {
		String text = "\t{ \"a\" : [ { \"]\": \"}\\\"\" } ] ,\n\"last_updated_at\" : 1e3 ,\"registered_agents\" : { "
				+ "\"\\u00e9\\\"\" : {\"x\":\"\\\\\"} , \"é😀\":{ } ,\"no\": 7,\"\":{} } , \"last_updated_by\":null } ";
		RegistryDocument document = agents(text);
		assertThat(document.ids()).containsExactly(new EntryId("é\""), new EntryId("é😀"));
		assertThat(document.malformed()).containsOnlyKeys("no", "");
		Entry changed = entry("é😀", "{\"y\":1}");
		assertThat(text(document.with(List.of(changed), STAMP))).contains("{\"x\":\"\\\\\"} , \"é😀\":{\n",
				"} ,\"no\": 7,\"\":{}");
	}

	private static List<String> changedLines(String before, String after) {
		List<String> old = List.of(before.split("\n"));
		List<String> changed = new ArrayList<>();
		List<String> lines = List.of(after.split("\n"));
		assertThat(lines).hasSameSizeAs(old);
		for (int i = 0; i < lines.size(); i++) {
			if (!lines.get(i).equals(old.get(i))) {
				changed.add(lines.get(i));
			}
		}
		return changed;
	}

	@Test
	void rewritingEveryEntryUnchangedGivesPythonsBytes() throws IOException {
		byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/fixtures/agents_written_by_python.json"));
		RegistryDocument document = RegistryDocument.parse(Kind.AGENTS, bytes);
		List<Entry> all = document.ids().stream().map((id) -> document.find(id).orElseThrow()).toList();
		String rewritten = text(document.with(all, STAMP));
		assertThat(rewritten.substring(rewritten.indexOf("\"agents_schema")))
			.isEqualTo(text(document).substring(text(document).indexOf("\"agents_schema")));
	}

	@Test
	void addsEntriesBehindTheLastOne() {
		RegistryDocument document = agents("{\n  \"registered_agents\": {\n    \"a\": {}\n  },\n  \"x\": 1\n}");
		RegistryDocument after = document.with(List.of(entry("b/é", "{\"k\":[1]}"), entry("c", "{}")), STAMP);
		assertThat(text(after)).isEqualTo("""
				{
				  "registered_agents": {
				    "a": {},
				    "b/\\u00e9": {
				      "k": [
				        1
				      ]
				    },
				    "c": {}
				  },
				  "x": 1,
				  "last_updated_at": 1795348800.5,
				  "last_updated_by": "registry_sync_tool"
				}""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"registered_agents\":{}}", "{\"registered_agents\": { } , \"x\":2}",
			"{ \"last_updated_at\":1,\"registered_agents\":{}}" })
	void addsTheFirstEntryWhateverTheFormatting(String text) {
		RegistryDocument after = agents(text).with(List.of(entry("a", "{\"k\":1}")), STAMP);
		assertThat(after.ids()).containsExactly(new EntryId("a"));
		assertThat(after.find(new EntryId("a")).orElseThrow().members().find("k")).contains(new JsonNumber("1"));
		assertThat(text(after)).contains("\"last_updated_at\"").contains("registry_sync_tool");
	}

	/**
	 * Whoever made it, a document is what its text says.
	 */
	@Test
	void aDocumentMadeByChangesIsTheOneThatItsTextGives() {
		for (int seed = 0; seed < 200; seed++) {
			Random random = new Random(seed);
			RegistryDocument made = RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY);
			for (int step = 0; step < 12; step++) {
				RegistryDocument read = RegistryDocument.parse(Kind.AGENTS, made.bytes());
				assertThat(read.ids()).containsExactlyElementsOf(made.ids());
				for (EntryId id : read.ids()) {
					assertThat(made.findText(id)).as("seed %d", seed).isEqualTo(read.findText(id));
				}
				Set<Entry> changed = new HashSet<>();
				for (int i = random.nextInt(3); i >= 0; i--) {
					changed.add(entry("agent" + random.nextInt(6),
							"{\"n\": \"%s\"}".formatted("x".repeat(random.nextInt(40)))));
				}
				Collection<Entry> last = changed.stream()
					.collect(Collectors.toMap(Entry::ref, (each) -> each, (one, other) -> other))
					.values();
				Set<EntryId> removed = made.ids()
					.stream()
					.filter((id) -> random.nextInt(6) == 0
							&& last.stream().noneMatch((each) -> each.ref().id().equals(id)))
					.collect(Collectors.toSet());
				DocumentStamp stamp = new DocumentStamp(STAMP.at().plusSeconds(random.nextInt(3) * 100_000_000_000L));
				RegistryDocument next = made.with(last, removed, stamp);
				assertThat(text(read.with(last, removed, stamp))).isEqualTo(text(next));
				made = next;
			}
		}
	}

	@Test
	void theDigestOfAnEntrysTextChangesOnlyWithTheEntry() {
		RegistryDocument first = agents("{\"registered_agents\": { \"a\": {}, \"b\": {\"n\": 1},\"c\": {\"n\": 2}}}");
		RegistryDocument changed = first.with(List.of(entry("c", "{\"n\": 3}")), STAMP);
		RegistryDocument spaced = agents(text(first).replace("},\"c\"", "}, \"c\""));
		for (RegistryDocument document : List.of(changed, spaced)) {
			assertThat(document.text(new EntryId("b")).digest()).isEqualTo(first.text(new EntryId("b")).digest());
			EntryText c = document.text(new EntryId("c"));
			assertThat(c.digest()).isNotEqualTo(first.text(new EntryId("c")).digest()).isEqualTo(Digest.of(c.bytes()));
		}
	}

	@Test
	void sharesTheTextsOfEntriesThatStay() {
		RegistryDocument first = agents("{\"registered_agents\": {\"a\": {}, \"b\": {\"n\": 1}}}");
		RegistryDocument second = first.with(List.of(entry("a", "{\"n\": 3}")), STAMP);
		assertThat(second.text(new EntryId("b"))).isSameAs(first.text(new EntryId("b")));
		assertThat(second.length()).isEqualTo(second.bytes().length);
	}

	@Test
	void isTakenApartWithoutLoss() {
		String text = "{\"x\": 1, \"registered_agents\": {\"m\": 0, \"a\": {}, \"b\": {\"n\": 1} , \"\": {}}, \"y\": 2}";
		DocumentParts parts = agents(text).parts();
		assertThat(parts.entries()).containsOnlyKeys(new EntryId("a"), new EntryId("b"));
		String frame = new String(parts.frame(), StandardCharsets.UTF_8);
		StringBuilder whole = new StringBuilder(frame.substring(0, parts.gap()));
		parts.entries().values().forEach((part) -> whole.append(new String(part.bytes(), StandardCharsets.UTF_8)));
		assertThat(whole.append(frame.substring(parts.gap()))).hasToString(text);
		assertThat(frame).isEqualTo("{\"x\": 1, \"registered_agents\": { , \"\": {}}, \"y\": 2}");
	}

	@Test
	void keepsWhatIsNotAnEntry() {
		RegistryDocument document = agents("""
				{"registered_agents": {"a": "text", "": {}, "b": {"k": 1}, "c": null}, "keep": [1, 2.0, "é"]}""");
		assertThat(document.ids()).containsExactly(new EntryId("b"));
		assertThat(document.malformed()).containsOnlyKeys("a", "", "c");
		RegistryDocument after = document.with(List.of(entry("b", "{\"k\":2}"), entry("d", "{}")), STAMP);
		assertThat(text(after)).contains("\"a\": \"text\", \"\": {}, ")
			.contains("\"c\": null,")
			.contains("[1, 2.0, \"é\"]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "agents", "tools" })
	void withoutEntriesItIsWhatPythonWouldWrite(String kindName) throws IOException {
		Kind kind = Kind.find(kindName).orElseThrow();
		byte[] bytes = Files
			.readAllBytes(Path.of("src/test/resources/fixtures/%s_written_by_python.json".formatted(kindName)));
		RegistryDocument document = RegistryDocument.parse(kind, bytes);
		JsonObject whole = (JsonObject) JsonReader.read(bytes);
		assertThat(JsonText.indented(whole, 0)).isEqualTo(text(document));
		List<EntryId> ids = List.copyOf(document.ids());
		Random random = new Random(11);
		for (int i = 0; i < 200; i++) {
			Set<EntryId> removed = ids.stream().filter((id) -> random.nextInt(3) > 0).collect(Collectors.toSet());
			List<Entry> added = random.nextBoolean() ? List.of() : List
				.of(new Entry(new EntryRef(kind, new EntryId("new é")), JsonObject.of("k", new JsonNumber("2.0"))));
			JsonObject entries = whole.findObject(kind.envelope()).orElseThrow();
			entries = entries.withoutAll((name) -> removed.contains(new EntryId(name)));
			for (Entry entry : added) {
				entries = entries.with(entry.ref().id().value(), entry.members());
			}
			JsonObject expected = STAMP.on(whole.with(kind.envelope(), entries));
			if (removed.isEmpty() && added.isEmpty()) {
				expected = whole;
			}
			assertThat(text(document.with(added, removed, STAMP))).isEqualTo(JsonText.indented(expected, 0));
		}
	}

	@Test
	void theLastEntryLeavesAnEmptyObject() {
		RegistryDocument document = agents("{\n  \"registered_agents\": {\n    \"a\": {}\n  },\n  \"x\": 1\n}");
		RegistryDocument after = document.with(List.of(), Set.of(new EntryId("a")), STAMP);
		assertThat(text(after)).startsWith("{\n  \"registered_agents\": {},\n  \"x\": 1,\n");
		assertThat(text(after.with(List.of(entry("a", "{}")), STAMP)))
			.startsWith("{\n  \"registered_agents\": {\n    \"a\": {}\n  },\n  \"x\": 1,\n");
	}

	@Test
	void allOtherBytesStayAroundAnEntryThatLeaves() {
		RegistryDocument document = agents("""
				\ufeff{ "registered_agents" : {"a\\u00e9" :{},"b": "text" ,  "c":{"k": [1 , 2]} }, "last_updated_at":1,\
				"last_updated_by" :2}""");
		String stamp = " }, \"last_updated_at\":1795348800.5,\"last_updated_by\" :\"registry_sync_tool\"}";
		assertThat(text(document.with(List.of(), Set.of(new EntryId("aé")), STAMP)))
			.isEqualTo("\ufeff{ \"registered_agents\" : {\"b\": \"text\" ,  \"c\":{\"k\": [1 , 2]}" + stamp);
		assertThat(text(document.with(List.of(), Set.of(new EntryId("c")), STAMP)))
			.isEqualTo("\ufeff{ \"registered_agents\" : {\"a\\u00e9\" :{},\"b\": \"text\"" + stamp);
		assertThat(text(document.with(List.of(), document.ids(), STAMP)))
			.isEqualTo("\ufeff{ \"registered_agents\" : {\"b\": \"text\"" + stamp);
	}

	@Test
	void removesNoEntryThatIsNotThereOrThatChanges() {
		RegistryDocument document = agents("{\"registered_agents\": {\"a\": {}, \"b\": 1}}");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> document.with(List.of(), Set.of(new EntryId("b")), STAMP));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> document.with(List.of(entry("a", "{}")), Set.of(new EntryId("a")), STAMP));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "\"x\"", "{}", "{\"registered_agents\": []}",
			"{\"registered_tools\": {}}", "{\"registered_agents\": {\"a\": {}}",
			"{\"registered_agents\": {\"a\": {}, \"a\": {}}}", "{\"registered_agents\": {}} trailing" })
	void refusesWhatIsNoRegistry(String text) {
		assertThatExceptionOfType(JsonSyntaxException.class).isThrownBy(() -> agents(text));
	}

	@Test
	void everyTruncationIsRefused() throws IOException {
		byte[] bytes = Files.readAllBytes(Path.of("src/test/resources/fixtures/tools_written_by_python.json"));
		for (int length = 0; length < bytes.length; length++) {
			byte[] cut = Arrays.copyOf(bytes, length);
			assertThatExceptionOfType(JsonSyntaxException.class)
				.isThrownBy(() -> RegistryDocument.parse(Kind.TOOLS, cut));
		}
	}

	@Test
	void beginsInThePlatformsForm() {
		assertThat(text(RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY))).isEqualTo("""
				{
				  "last_updated_at": 0.0,
				  "last_updated_by": "registry_sync_tool",
				  "registered_agents": {},
				  "agents_schema_version": "1.0"
				}""");
	}

	@Test
	void takesOverTheMembersOfAnEnvelope() {
		JsonObject envelope = JsonObject.of("registry_version", new JsonString("2.1.0"));
		assertThat(text(RegistryDocument.create(Kind.TOOLS, envelope))).isEqualTo("""
				{
				  "registry_version": "2.1.0",
				  "registered_tools": {},
				  "last_updated_at": 0.0,
				  "last_updated_by": "registry_sync_tool"
				}""");
	}

	@Test
	void keepsAByteOrderMark() {
		byte[] text = "\ufeff{\"registered_agents\": {\"a\": {\"k\": 1}}}".getBytes(StandardCharsets.UTF_8);
		RegistryDocument document = RegistryDocument.parse(Kind.AGENTS, text);
		RegistryDocument after = document.with(List.of(entry("a", "{\"k\":2}")), STAMP);
		assertThat(text(after)).startsWith("\ufeff{\"registered_agents\": {\"a\": {\n      \"k\": 2");
	}

}
