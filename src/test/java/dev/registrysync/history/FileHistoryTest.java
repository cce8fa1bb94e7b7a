package dev.registrysync.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.Base.Side;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FileHistoryTest {

	private static final Cause CAUSE = new Cause("run", "api", "local", Details.NONE);

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "../a \"é");

	@TempDir
	private Path directory;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private FileHistory history;

	@BeforeEach
	void open() {
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), Retention.DEFAULT);
	}

	private static EntryTable table(int value) {
		return EntryTable.builder().add(A.id(), JsonObject.of("k", new JsonNumber(Integer.toString(value)))).build();
	}

	private static Commit commit(long revision, int value) {
		return new Commit(new Revision(revision), CAUSE, Instant.EPOCH,
				Map.of(Kind.AGENTS, new Replacement(Optional.empty(), document(value))),
				Map.of(A, content(revision, value)), Map.of(A, key(value)),
				List.of(new Base("main source", Kind.AGENTS, table(value))), ExternalEdits.NONE);
	}

	private static RegistryDocument document(int value) {
		return RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY)
			.with(List.of(entry(value)), new DocumentStamp(Instant.EPOCH));
	}

	private static Entry entry(int value) {
		return new Entry(A, JsonObject.of("k", new JsonNumber(Integer.toString(value))));
	}

	private static CommittedKey key(int version) {
		Address older = Address.find("0x70997970C51812dc3A010C7d01b50e0d17dc79C8").orElseThrow();
		return new CommittedKey(version, Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow(),
				(version > 10) ? older : null);
	}

	private static AttestedContent content(long revision, int value) {
		return new AttestedContent(ContentDigest.of(JsonObject.of("k", new JsonNumber(Integer.toString(value)))),
				new Revision(revision), 1);
	}

	private void publish(Commit commit) {
		this.history.record(commit);
		this.history.publish(commit);
	}

	private void reopen() {
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), Retention.DEFAULT);
	}

	private int base() {
		return this.history.base("main source", Kind.AGENTS)
			.find(A.id())
			.flatMap((entry) -> entry.find("k"))
			.map((value) -> Integer.parseInt(value.toString()))
			.orElse(-1);
	}

	@Test
	void holdsTheTableThatSomebodyElseHoldsIfItHasTheBytesOfTheBase() {
		publish(commit(1, 10));
		reopen();
		this.history.settle(Set.of(Kind.AGENTS));
		EntryTable same = table(10);
		this.history.share(new Base("main source", Kind.AGENTS, same));
		assertThat(this.history.base("main source", Kind.AGENTS)).isSameAs(same);
		this.history.share(new Base("main source", Kind.AGENTS, table(20)));
		assertThat(this.history.base("main source", Kind.AGENTS)).isSameAs(same);
		this.history.share(new Base("other", Kind.AGENTS, table(20)));
		assertThat(this.history.base("other", Kind.AGENTS).isEmpty()).isTrue();
		assertThat(this.history.verify()).isEmpty();
	}

	@Test
	void beginsEmptyWithAnIdOfItsOwn() {
		assertThat(this.history.revision()).isEqualTo(Revision.NONE);
		assertThat(this.history.find(A)).isEmpty();
		assertThat(this.history.findDigest(Kind.AGENTS)).isEmpty();
		String id = this.history.registryId().toString();
		reopen();
		assertThat(this.history.registryId()).hasToString(id);
	}

	@Test
	void remembersCommits() {
		publish(commit(1, 10));
		publish(commit(2, 20));
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.revision().number()).isEqualTo(2);
			assertThat(this.history.find(A)).contains(content(2, 20));
			assertThat(this.history.findKey(A)).contains(key(20));
			assertThat(this.history.findDigest(Kind.AGENTS)).contains(document(20).digest());
			assertThat(this.history.findDigest(Kind.TOOLS)).isEmpty();
			assertThat(base()).isEqualTo(20);
			reopen();
			assertThat(this.history.unsettled()).containsOnlyKeys(Kind.AGENTS);
			this.history.settle(Set.of(Kind.AGENTS));
		}
	}

	@Test
	void aCommitThatWasTakenBackUsesUpItsRevisionAndNothingElse() {
		publish(commit(1, 10));
		this.history.record(commit(2, 20));
		this.history.takeBack(commit(2, 20));
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.revision().number()).isEqualTo(2);
			assertThat(this.history.find(A)).contains(content(1, 10));
			assertThat(this.history.findKey(A)).contains(key(10));
			assertThat(base()).isEqualTo(10);
			reopen();
			assertThat(this.history.unsettled()).isEmpty();
		}
	}

	@Test
	void aCommitThatACrashInterruptedIsInForceIfItsDocumentsAre() {
		publish(commit(1, 10));
		this.history.record(commit(2, 20));
		reopen();
		assertThat(this.history.unsettled()).containsOnlyKeys(Kind.AGENTS);
		this.history.settle(Set.of(Kind.AGENTS));
		assertThat(this.history.find(A)).contains(content(2, 20));
		assertThat(base()).isEqualTo(20);
	}

	@Test
	void aCommitThatACrashInterruptedIsTakenBackIfItsDocumentsAreNotThere() {
		publish(commit(1, 10));
		this.history.record(commit(2, 20));
		reopen();
		this.history.settle(Set.of());
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.revision().number()).isEqualTo(2);
			assertThat(this.history.find(A)).contains(content(1, 10));
			assertThat(this.history.findKey(A)).contains(key(10));
			assertThat(base()).isEqualTo(10);
			reopen();
		}
	}

	@Test
	void theBaseMayMoveWithoutARevision() {
		publish(commit(1, 10));
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("main source", Kind.AGENTS, table(30))),
				ExternalEdits.NONE);
		assertThat(base()).isEqualTo(30);
		reopen();
		assertThat(base()).isEqualTo(30);
		assertThat(this.history.revision().number()).isEqualTo(1);
		assertThat(this.history.base("other", Kind.AGENTS).has(new EntryId("x"))).isFalse();
	}

	@Test
	void knowsAnEntryAsItWasAttested() throws IOException {
		publish(commit(1, 10));
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.findOriginal(A)).contains(entry(10));
			assertThat(this.history.findOriginal(EntryRef.of(Kind.AGENTS, "other"))).isEmpty();
			reopen();
			this.history.settle(Set.of(Kind.AGENTS));
		}
		this.history.note(CAUSE, Instant.EPOCH, List.of(), new ExternalEdits(Map.of(A, entry(10)), Set.of()));
		Commit edited = new Commit(new Revision(2), CAUSE, Instant.EPOCH,
				Map.of(Kind.AGENTS, new Replacement(Optional.of(document(10)), document(77))), Map.of(), Map.of(),
				List.of(), ExternalEdits.NONE);
		publish(edited);
		reopen();
		this.history.settle(Set.of(Kind.AGENTS));
		assertThat(this.history.edited()).containsExactly(A);
		assertThat(this.history.findOriginal(A)).contains(entry(10));
		publish(commit(3, 30));
		assertThat(this.history.edited()).isEmpty();
		assertThat(this.history.findOriginal(A)).contains(entry(30));
		this.history.note(CAUSE, Instant.EPOCH, List.of(), new ExternalEdits(Map.of(), Set.of(A)));
		reopen();
		assertThat(this.history.find(A)).isEmpty();
		assertThat(this.history.attested(Kind.AGENTS)).isEmpty();
	}

	@Test
	void aDamagedSnapshotIsNoticed() throws IOException {
		publish(commit(1, 10));
		Path snapshot = this.directory.resolve("snapshots")
			.resolve(document(10).digest().substring("sha256:".length()) + ".gz");
		byte[] bytes = Files.readAllBytes(snapshot);
		bytes[bytes.length / 2] ^= 1;
		Files.write(snapshot, bytes);
		reopen();
		this.history.settle(Set.of(Kind.AGENTS));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.history.findOriginal(A))
			.satisfies((ex) -> assertThat(ex.data()).containsEntry("file", snapshot.toString()));
		OfflineHistory offline = OfflineHistory.read(this.directory, this.service, Secp256k1.bouncyCastle());
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> offline.document(Kind.AGENTS, new Revision(1)))
			.satisfies((ex) -> assertThat(ex.data()).containsEntry("file", snapshot.toString()))
			.satisfies((ex) -> assertThat(ex.detail()).contains("within its first " + bytes.length))
			.satisfies((ex) -> assertThat(ex.remedy()).contains("another revision",
					"restore registry --kind KIND --revision N"));
	}

	@Test
	void whatWasPushedIsKeptBesideTheBase() throws IOException {
		publish(commit(1, 10));
		assertThat(this.history.pushed("main source", Kind.AGENTS).isEmpty()).isTrue();
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("main source", Kind.AGENTS, Side.PUSHED, table(30))),
				ExternalEdits.NONE);
		reopen();
		assertThat(base()).isEqualTo(10);
		assertThat(this.history.pushed("main source", Kind.AGENTS).sameEntries(table(30))).isTrue();
		assertThat(this.history.revision().number()).isEqualTo(1);
		assertThat(Files.readAllLines(this.directory.resolve("journal"))).hasSize(2)
			.last()
			.asString()
			.contains("\"side\":\"pushed\"");
	}

	@Test
	void anUnfinishedLineIsCutOff() throws IOException {
		publish(commit(1, 10));
		byte[] whole = Files.readAllBytes(this.directory.resolve(Journal.FILE));
		publish(commit(2, 20));
		byte[] both = Files.readAllBytes(this.directory.resolve(Journal.FILE));
		Files.copy(this.directory.resolve("base.main+source.agents"), this.directory.resolve("keep"));
		for (int length = whole.length + 1; length < both.length; length++) {
			Files.write(this.directory.resolve(Journal.FILE), Arrays.copyOf(both, length));
			Files.write(this.directory.resolve("base.main+source.agents"), table(10).bytes());
			reopen();
			assertThat(this.history.revision().number()).isEqualTo(1);
			assertThat(Files.readAllBytes(this.directory.resolve(Journal.FILE))).isEqualTo(whole);
		}
	}

	@Test
	void everyChangedByteOfTheJournalIsNoticed() throws IOException {
		publish(commit(1, 10));
		publish(commit(2, 20));
		Path journal = this.directory.resolve(Journal.FILE);
		byte[] bytes = Files.readAllBytes(journal);
		int second = new String(bytes, StandardCharsets.US_ASCII).indexOf('\n') + 1;
		for (int i = 0; i < bytes.length - 1; i++) {
			byte[] flipped = bytes.clone();
			flipped[i] ^= 1;
			Files.write(journal, flipped);
			reopen();
			int line = (i < second) ? 1 : 2;
			assertThatExceptionOfType(ProblemException.class).as("byte %d", i)
				.isThrownBy(this.history::requireWritable)
				.satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_READ_ONLY);
					assertThat(ex.data()).containsEntry("file", journal.toString())
						.containsEntry("line", (long) line)
						.containsEntry("offset", (long) (line - 1) * second);
				});
			assertThat(journal).hasBinaryContent(flipped);
		}
	}

	private void assertUnreadable(String data) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this::reopen).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_UNREADABLE);
			assertThat(ex.data()).containsKeys("file", data);
		});
	}

	@Test
	void aDamagedBaseOrIdIsNoticed() throws IOException {
		publish(commit(1, 10));
		publish(commit(2, 10));
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("main source", Kind.AGENTS, table(30))),
				ExternalEdits.NONE);
		Path base = this.directory.resolve("base.main+source.agents");
		byte[] bytes = Files.readAllBytes(base);
		Files.write(base, new byte[] { ' ' }, StandardOpenOption.APPEND);
		assertUnreadable("file");
		Files.delete(base);
		assertUnreadable("file");
		Files.write(base, bytes);
		Files.delete(this.directory.resolve("registry-id"));
		assertUnreadable("file");
	}

	@Test
	void remembersTheEarliestThatWasSaidOfARevocation() {
		publish(commit(1, 10));
		KeyFacts facts = new KeyFacts(A, 1, key(1).address());
		this.history.record(KnownKey.revoked(facts, new Revision(1)), "", Instant.EPOCH);
		this.history.record(KnownKey.revoked(facts, Revision.NONE), "", Instant.EPOCH);
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.revoked()).containsExactly(KnownKey.revoked(facts, Revision.NONE));
			assertThat(this.history.find(A)).contains(content(1, 10));
			assertThat(this.history.revision().number()).isEqualTo(1);
			reopen();
			assertThat(this.history.unsettled()).isEmpty();
		}
	}

	@Test
	void theJournalTellsTheAddressesOfAnEntryInTheirOrder() throws IOException {
		publish(commit(1, 1));
		publish(commit(2, 20));
		assertThat(Files.readAllLines(this.directory.resolve("journal"))).hasSize(2)
			.allMatch((line) -> line.contains("\"address\":\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\""))
			.first()
			.asString()
			.contains("\"keys\":{\"agents\":", "\"version\":1,")
			.doesNotContain("succeeds");
	}

}
