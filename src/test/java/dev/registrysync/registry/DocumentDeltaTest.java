package dev.registrysync.registry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.zip.DataFormatException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DocumentDeltaTest {

	private static final DocumentStamp STAMP = new DocumentStamp(Instant.parse("2026-11-28T12:00:00.5Z"));

	private static final String NOTE = "a note that is long enough to be worth a copy: Größe → 大きさ 🙂";

	private static RegistryDocument agents(String text) {
		return RegistryDocument.parse(Kind.AGENTS, text.getBytes(StandardCharsets.UTF_8));
	}

	private static RegistryDocument agents(int count) {
		List<Entry> entries = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			entries.add(entry("agent " + i, i));
		}
		return RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY).with(entries, STAMP);
	}

	private static Entry entry(String id, int value) {
		return new Entry(EntryRef.of(Kind.AGENTS, id),
				JsonObject.of("k", new JsonNumber(Integer.toString(value))).with("note", NOTE));
	}

	private static String steps(RegistryDocument before, RegistryDocument after) {
		return new String(DocumentDelta.between(before, after).bytes(), StandardCharsets.UTF_8);
	}

	private static void assertGives(RegistryDocument before, RegistryDocument after) throws DataFormatException {
		DocumentDelta delta = DocumentDelta.between(before, after);
		byte[] bytes = delta.bytes();
		assertThat(DocumentDelta.apply(bytes, before.bytes())).isEqualTo(after.bytes());
		assertThat(delta.size()).isGreaterThanOrEqualTo(bytes.length);
	}

	@Test
	void theSameDocumentIsOneCopy() {
		RegistryDocument document = agents(20);
		assertThat(steps(document, document))
			.isEqualTo("registry-sync/v1 delta\ncopy 0 %d\n".formatted(document.bytes().length));
	}

	@Test
	void whatChangedIsInsertedAndWhatIsAroundItCopied() {
		String before = """
				{"last_updated_at": 1.5, "registered_agents": {
				"a": {"description": "one agent of many, with a text"},
				"b": {"description": "another agent, also with a text"},
				"c": {"description": "the last one of them, with a text"}}, "and": "what is behind the entries"}""";
		String after = before.replace("another", "a changed").replace("1.5", "2.5");
		int stamp = before.indexOf(".5");
		int changed = before.indexOf("nother");
		int behind = before.indexOf(" agent, also");
		assertThat(steps(agents(before), agents(after))).isEqualTo("""
				registry-sync/v1 delta
				insert %d
				%s
				copy %d %d
				insert 8
				 changed
				copy %d %d
				""".formatted(stamp, after.substring(0, stamp), stamp, changed - stamp, behind,
				before.length() - behind));
	}

	@Test
	void oneChangeAmongManyTakesFewBytes() throws DataFormatException {
		RegistryDocument before = agents(2000);
		RegistryDocument after = before.with(List.of(entry("agent 777", -1)), STAMP);
		assertGives(before, after);
		assertThat(steps(before, after)).hasSizeLessThan(150);
	}

	@Test
	void entriesInAnotherOrderAreCopies() throws DataFormatException {
		List<Entry> entries = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			entries.add(entry("agent " + i, i));
		}
		Collections.reverse(entries);
		RegistryDocument reversed = RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY).with(entries, STAMP);
		assertGives(agents(50), reversed);
		assertThat(steps(agents(50), reversed)).hasSizeLessThan(reversed.bytes().length / 2);
	}

	@Test
	void entriesThatComeOrGoTakeTheirOwnTextOnly() throws DataFormatException {
		RegistryDocument many = agents(50);
		List<EntryId> ids = List.copyOf(many.ids());
		for (EntryId id : List.of(ids.get(0), ids.get(25), ids.get(49))) {
			RegistryDocument fewer = many.with(List.of(), Set.of(id), STAMP);
			assertGives(many, fewer);
			assertGives(fewer, many);
			assertThat(DocumentDelta.between(many, fewer).size()).isLessThan(500);
			assertThat(DocumentDelta.between(fewer, many).size()).isLessThan(800);
		}
	}

	@Test
	void malformedEntriesAndAnEnvelopeInFrontAndBehindArePartOfIt() throws DataFormatException {
		String before = """
				{"owner": "Zoë", "registered_agents": {"": {}, "a": "text", "b": [1, 2], "\\u00e9": {"k": 1}}, "z": null}""";
		assertGives(agents(before), agents(before.replace("Zoë", "Zoé")));
		assertGives(agents(before), agents(before.replace("[1, 2]", "[1]").replace("null", "{\"new\": \"大きさ\"}")));
		assertGives(agents(before), agents(before.replace("\"a\"", "\"c\"")));
		assertGives(agents(before), agents(2));
		assertGives(agents(2), agents(before));
	}

	@Test
	void documentsWithoutEntries() throws DataFormatException {
		RegistryDocument empty = RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY);
		assertGives(empty, empty);
		assertGives(empty, agents(30));
		assertGives(agents(30), empty);
		assertGives(empty, agents("{\"registered_agents\":{}}"));
		assertGives(agents(30), RegistryDocument.create(Kind.TOOLS, JsonObject.EMPTY));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void anyDocumentIsGivenByteForByte(long seed) throws DataFormatException {
		Random random = new Random(seed);
		for (int i = 0; i < 150; i++) {
			Texts texts = new Texts(random);
			RegistryDocument before = agents(texts.text());
			texts.change();
			RegistryDocument after = agents(texts.text());
			assertGives(before, after);
			assertGives(after, before);
		}
	}

	@Test
	void aDeltaThatIsNotWhatWasWrittenIsRefusedOrGivesAnotherText() throws DataFormatException {
		RegistryDocument before = agents(40);
		RegistryDocument after = before.with(List.of(entry("agent 7", 70), entry("new", 1)), STAMP);
		byte[] delta = DocumentDelta.between(before, after).bytes();
		for (int i = 0; i < delta.length; i++) {
			for (int bit = 0; bit < 8; bit++) {
				byte[] damaged = delta.clone();
				damaged[i] ^= (byte) (1 << bit);
				assertThat(given(damaged, before.bytes())).isNotEqualTo(after.bytes());
			}
		}
		for (int length = 0; length < delta.length; length++) {
			assertThat(given(Arrays.copyOf(delta, length), before.bytes())).isNotEqualTo(after.bytes());
		}
	}

	/** What it gives; nothing if it is refused. */
	private static byte[] given(byte[] delta, byte[] before) {
		try {
			return DocumentDelta.apply(delta, before);
		}
		catch (DataFormatException ex) {
			assertThat(ex).hasMessageContaining("at byte");
			return new byte[0];
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "registry-sync/v1 delta", "registry-sync/v2 delta\ncopy 0 1\n",
			"registry-sync/v1 delta\ncopy 0 9999999999\n", "registry-sync/v1 delta\ncopy 9999999999 1\n",
			"registry-sync/v1 delta\ncopy -1 1\n", "registry-sync/v1 delta\ncopy 1\n",
			"registry-sync/v1 delta\ninsert 5\nabc\n", "registry-sync/v1 delta\ninsert 2\nabc\n",
			"registry-sync/v1 delta\ninsert 3\nabc", "registry-sync/v1 delta\nremove 1\n",
			"registry-sync/v1 delta\n\n" })
	void whatIsNoDeltaIsRefused(String text) {
		byte[] before = agents(3).bytes();
		assertThatExceptionOfType(DataFormatException.class)
			.isThrownBy(() -> DocumentDelta.apply(text.getBytes(StandardCharsets.US_ASCII), before));
	}

	@Test
	void whatItGivesMayNotBeLongerThanAnyDocument() {
		byte[] before = new byte[1 << 20];
		String delta = "registry-sync/v1 delta\n" + "copy 0 %d\n".formatted(before.length).repeat(2048);
		assertThatExceptionOfType(DataFormatException.class)
			.isThrownBy(() -> DocumentDelta.apply(delta.getBytes(StandardCharsets.US_ASCII), before))
			.withMessageContaining("too long");
	}

	/**
	 * A document as anybody could write it, entry by entry.
	 */
	private static final class Texts {

		private static final List<String> GAPS = List.of("", " ", "\n    ", "\t", "\r\n  ");

		private static final List<String> NAMES = List.of("a", "b", "", "\\u00e8", "é", "大きさ", "🙂", "x\\ny", "agent 1",
				"agent 11", "agent 111");

		private final Random random;

		private final List<String> entries = new ArrayList<>();

		private String head = "";

		private String tail = "";

		private Texts(Random random) {
			this.random = random;
			change();
		}

		private void change() {
			if (this.random.nextInt(3) == 0) {
				this.head = this.random.nextBoolean() ? "" : "\"head\":" + value() + ",";
			}
			if (this.random.nextInt(3) == 0) {
				this.tail = this.random.nextBoolean() ? "" : ",\"tail\": " + value();
			}
			if (this.random.nextInt(10) == 0) {
				this.entries.clear();
			}
			if (this.random.nextInt(4) == 0) {
				Collections.shuffle(this.entries, this.random);
			}
			this.entries.removeIf((entry) -> this.random.nextInt(8) == 0);
			this.entries.replaceAll((entry) -> (this.random.nextInt(5) == 0) ? entry(name(entry)) : entry);
			Set<String> names = new HashSet<>();
			this.entries.forEach((entry) -> names.add(name(entry)));
			for (String name : NAMES) {
				if (this.random.nextInt(3) == 0 && names.add(name)) {
					this.entries.add(this.random.nextInt(this.entries.size() + 1), entry(name));
				}
			}
		}

		private static String name(String entry) {
			return entry.substring(1, entry.indexOf('"', 1));
		}

		private String entry(String name) {
			return "\"" + name + "\":" + gap() + value();
		}

		private String value() {
			String text = "\"" + "é🙂ab ".repeat(this.random.nextInt(20)) + this.random.nextInt(3) + "\"";
			return switch (this.random.nextInt(4)) {
				case 0 -> text;
				case 1 -> Integer.toString(this.random.nextInt());
				default -> "{" + gap() + "\"k\":" + gap() + text + "}";
			};
		}

		private String gap() {
			return GAPS.get(this.random.nextInt(GAPS.size()));
		}

		private String text() {
			return "{" + this.head + "\"registered_agents\":{" + String.join("," + gap(), this.entries) + "}"
					+ this.tail + "}";
		}

	}

}
