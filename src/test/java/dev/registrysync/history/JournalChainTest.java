package dev.registrysync.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.registrysync.history.Base.Side;
import dev.registrysync.history.ChainWatch.Finding;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.HistoryText;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A journal of six lines, and what somebody may do to it.
 */
class JournalChainTest {

	private static final Cause CAUSE = new Cause("run", "api", "local", Details.NONE);

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	private static final Secp256k1 SECP256K1 = Secp256k1.bouncyCastle();

	@TempDir
	private Path directory;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private FileHistory history;

	@BeforeEach
	void writeSixLines() {
		open();
		for (int i = 1; i <= 6; i++) {
			this.history.record(revoked(i), "", Instant.EPOCH);
		}
	}

	private static KnownKey revoked(int version) {
		Address address = Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow();
		return KnownKey.revoked(new KeyFacts(A, version, address), Revision.NONE);
	}

	private void open() {
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, SECP256K1, Retention.DEFAULT);
	}

	private Path journal() {
		return this.directory.resolve(Journal.FILE);
	}

	private List<String> lines() throws IOException {
		return new ArrayList<>(Files.readAllLines(journal()));
	}

	private void write(List<String> lines) throws IOException {
		Files.writeString(journal(), String.join("\n", lines) + "\n");
	}

	private UUID registryId() {
		return this.history.registryId();
	}

	private static JsonObject json(String line) {
		return (JsonObject) JsonReader.read(line.getBytes(US_ASCII));
	}

	private static String digest(String line) {
		return Sha256.of(line.getBytes(US_ASCII));
	}

	@Test
	void eachLineIsSignedOverTheTextThatIsDocumented() throws IOException {
		String previous = Sha256.of(new byte[0]);
		for (String line : lines()) {
			JsonObject json = json(line);
			assertThat(json.names()).endsWith("previous", "signature");
			assertThat(json.findText("previous")).contains(previous);
			String unsigned = line.replaceFirst(",\"signature\":\"[0-9a-f]{130}\"}$", "}");
			assertThat(unsigned).hasSize(line.length() - 145);
			String text = "registry-sync/v1 history\nregistry: %s\nrevision: 0\nprevious: %s\nline: %s"
				.formatted(registryId(), previous, digest(unsigned));
			assertThat(SECP256K1.recover(PersonalMessage.hash(text),
					Signature.parse(json.findText("signature").orElseThrow())))
				.contains(this.service.find().orElseThrow().address());
			previous = digest(line);
		}
		assertThat(this.history.head()).isEqualTo(new ChainHead(Revision.NONE, previous));
	}

	/**
	 * What can be done to line three, and the first line that is not good then.
	 */
	static Stream<Tampering> tamperings() {
		return Stream.of(new Tampering("edited", (line) -> line.replace("\"version\":3", "\"version\":9")),
				new Tampering("with a version that no key can have",
						(line) -> line.replace("\"version\":3", "\"version\":2147483648")),
				new Tampering("spelled otherwise", (line) -> line.replace("\"agents\"", "\"\\u0061gents\"")),
				new Tampering("with another context", (line) -> line.replace("1970", "1971")),
				new Tampering("signature in capitals", (line) -> line.substring(0, line.length() - 132)
						+ line.substring(line.length() - 132, line.length() - 2).toUpperCase(Locale.ROOT) + "\"}"),
				new Tampering("without signature", (line) -> JsonText.compact(json(line).without("signature"))),
				new Tampering("signed by somebody else", JournalChainTest::foreign),
				new Tampering("not JSON", (line) -> line.substring(1)), new Tampering("an empty line", (line) -> ""));
	}

	private static String foreign(String line) {
		JsonObject unsigned = json(line).without("signature");
		Signature signature = new InMemoryServiceIdentity(7).sign(HistoryText.of(new UUID(0, 0), Revision.NONE,
				unsigned.findText("previous").orElseThrow(), digest(JsonText.compact(unsigned))));
		return JsonText.compact(unsigned.with("signature", signature.hex()));
	}

	@ParameterizedTest
	@MethodSource("tamperings")
	void aLineThatWasTamperedWithIsFoundAndThoseBeforeAreKept(Tampering tampering) throws IOException {
		List<String> lines = lines();
		lines.set(2, tampering.edit().apply(lines.get(2)));
		write(lines);
		assertGoodUpTo(2);
	}

	@ParameterizedTest
	@MethodSource("tamperings")
	void itIsFoundTooIfAllLinesBehindAreLinkedAnew(Tampering tampering) throws IOException {
		List<String> lines = lines();
		lines.set(2, tampering.edit().apply(lines.get(2)));
		relink(lines, 3);
		write(lines);
		assertGoodUpTo(2);
	}

	@ParameterizedTest
	@MethodSource("tamperings")
	void itIsFoundInTheLastLineToo(Tampering tampering) throws IOException {
		List<String> lines = lines().subList(0, 3);
		lines.set(2, tampering.edit().apply(lines.get(2)));
		write(lines);
		assertGoodUpTo(2);
	}

	private static void relink(List<String> lines, int from) {
		for (int i = from; i < lines.size(); i++) {
			JsonObject line = json(lines.get(i));
			lines.set(i, JsonText.compact(line.with("previous", new JsonString(digest(lines.get(i - 1))))));
		}
	}

	@Test
	void aJournalThatSomebodyElseSignedAnewIsGoodUpToThere() throws IOException {
		List<String> lines = lines();
		InMemoryServiceIdentity other = new InMemoryServiceIdentity(7);
		for (int i = 2; i < 6; i++) {
			JsonObject line = json(lines.get(i)).without("signature").with("previous", digest(lines.get(i - 1)));
			String text = HistoryText.of(registryId(), Revision.NONE, digest(lines.get(i - 1)),
					digest(JsonText.compact(line)));
			lines.set(i, JsonText.compact(line.with("signature", other.sign(text).hex())));
		}
		write(lines);
		assertGoodUpTo(2);
		assertThat(broken().reason()).contains("not signed by the service's key");
	}

	@Test
	void aLineThatIsDroppedInsertedOrSwappedIsFound() throws IOException {
		for (boolean relinked : new boolean[] { false, true }) {
			List<String> dropped = lines();
			dropped.remove(2);
			assertFound(dropped, relinked);
			List<String> swapped = lines();
			Collections.swap(swapped, 2, 3);
			assertFound(swapped, relinked);
			List<String> inserted = lines();
			inserted.add(2, inserted.get(1));
			assertFound(inserted, relinked);
		}
	}

	private void assertFound(List<String> lines, boolean relinked) throws IOException {
		List<String> good = lines();
		if (relinked) {
			relink(lines, 2);
		}
		write(lines);
		assertGoodUpTo(2);
		write(good);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "garbage", "{\"type\":\"REVOKE\"" })
	void whatHasNoNewlineIsTheRestOfACrash(String rest) throws IOException {
		byte[] whole = Files.readAllBytes(journal());
		Files.writeString(journal(), Files.readString(journal()) + rest);
		open();
		assertThat(this.history.isIntact()).isTrue();
		assertThat(journal()).hasBinaryContent(whole);
	}

	@Test
	void aJournalThatIsCutInTheMiddleOfALineBehindWhichOthersFollowIsFound() throws IOException {
		List<String> lines = lines();
		lines.set(2, lines.get(2).substring(0, 100));
		write(lines);
		assertGoodUpTo(2);
	}

	private ChainBreak broken() {
		return this.history.chain().broken().orElseThrow();
	}

	private void assertGoodUpTo(int count) throws IOException {
		byte[] bytes = Files.readAllBytes(journal());
		open();
		assertThat(this.history.isIntact()).isFalse();
		assertThat(this.history.revoked()).hasSize(count);
		assertThat(broken().line()).isEqualTo(count + 1);
		assertThat(broken().offset())
			.isEqualTo(lines().subList(0, count).stream().mapToInt((line) -> line.length() + 1).sum());
		assertNothingIsAdded();
		assertThat(journal()).hasBinaryContent(bytes);
	}

	private void assertNothingIsAdded() {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.history.record(revoked(7), "", Instant.EPOCH))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_READ_ONLY);
				assertThat(ex.data()).containsEntry("file", journal().toString())
					.containsEntry("line", broken().line())
					.containsEntry("offset", broken().offset());
				assertThat(ex.code().remedy()).contains("restore the history");
			});
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.history.note(CAUSE, Instant.EPOCH,
				List.of(new Base("default", Kind.AGENTS, Side.BASE, EntryTable.EMPTY)), ExternalEdits.NONE));
		assertThat(this.directory.resolve(".base.default.agents.staged")).doesNotExist();
	}

	@Test
	void linesOlderThanTheKeyAreAcceptedAsTheyWere() throws IOException {
		List<String> old = unsigned(lines());
		write(old);
		InMemoryServiceIdentity young = new InMemoryServiceIdentity();
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), young, SECP256K1, Retention.DEFAULT);
		assertThat(this.history.chain().unsigned()).isEqualTo(6);
		this.history.record(revoked(7), "", Instant.EPOCH);
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), young, SECP256K1, Retention.DEFAULT);
		assertThat(this.history.isIntact()).isTrue();
		assertThat(this.history.revoked()).hasSize(7);
		assertThat(this.history.chain().unsigned()).isEqualTo(6);
		List<String> lines = lines();
		lines.set(1, lines.get(1).replace("1970", "1971"));
		relinkUnsigned(lines.subList(0, 6));
		write(lines.subList(0, 6));
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), young, SECP256K1, Retention.DEFAULT);
		assertThat(this.history.isIntact()).as("another past than the one before the key").isFalse();
	}

	private static List<String> unsigned(List<String> lines) {
		List<String> unsigned = new ArrayList<>();
		lines.forEach((line) -> unsigned.add(JsonText.compact(json(line).without("signature"))));
		relinkUnsigned(unsigned);
		return unsigned;
	}

	private static void relinkUnsigned(List<String> lines) {
		relink(lines, 1);
	}

	@Test
	void aJournalWhoseSignaturesWereTakenAwayIsNotAnOldOne() throws IOException {
		write(unsigned(lines()));
		assertGoodUpTo(0);
		assertThat(broken().reason()).contains("not signed");
	}

	@Test
	void withoutTheServicesKeyNothingIsAddedToASignedJournal() {
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), new InMemoryServiceIdentity(), SECP256K1, Retention.DEFAULT);
		assertThat(this.history.revoked()).hasSize(6);
		assertThat(broken().line()).isEqualTo(1);
		assertThat(broken().reason()).contains("restore the keystore directory");
		assertNothingIsAdded();
	}

	@Test
	void aJournalThatIsCutOrEditedWhileTheServiceRunsIsFoundOnDemand() throws IOException {
		ChainWatch watch = new ChainWatch(this.history, Clock.systemUTC());
		watch.verify();
		assertThat(watch.chain().broken()).isEmpty();
		List<String> lines = lines();
		write(lines.subList(0, 4));
		watch.verify();
		assertThat(broken().line()).isEqualTo(5);
		assertNothingIsAdded();
		write(lines);
		open();
		watch = new ChainWatch(this.history, Clock.systemUTC());
		lines.set(3, lines.get(3).replace("1970", "1971"));
		write(lines);
		watch.verify();
		assertThat(broken().line()).isEqualTo(4);
	}

	@Test
	void aJournalThatIsNotAsLongAsItWasWrittenIsNotExtended() throws IOException {
		List<String> lines = lines();
		write(lines.subList(0, 5));
		byte[] bytes = Files.readAllBytes(journal());
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.history.record(revoked(7), "", Instant.EPOCH))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_READ_ONLY));
		assertThat(journal()).hasBinaryContent(bytes);
		write(lines);
		open();
		assertThat(this.history.isIntact()).isTrue();
	}

	@Test
	void otherDamagedFilesAreNamedOnDemand() throws IOException {
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("default", Kind.AGENTS, Side.BASE, EntryTable.EMPTY)),
				ExternalEdits.NONE);
		Path base = this.directory.resolve("base.default.agents");
		Path snapshot = this.directory.resolve("snapshots/" + "0".repeat(64) + ".gz");
		Files.writeString(base, "{}\n\n");
		Files.writeString(snapshot, "x");
		ChainWatch watch = new ChainWatch(this.history, Clock.systemUTC());
		assertThat(watch.last().damaged()).isEmpty();
		watch.verify();
		Finding found = watch.last();
		assertThat(found.damaged()).extracting(DamagedFile::file)
			.containsExactlyInAnyOrder(base.toString(), snapshot.toString());
		assertThat(this.history.isIntact()).isTrue();
	}

	/**
	 * Something done to a line.
	 */
	private record Tampering(String name, UnaryOperator<String> edit) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
