package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.database.Databases;
import dev.registrysync.history.Cause;
import dev.registrysync.history.Commit;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.Details;
import dev.registrysync.history.ExternalEdits;
import dev.registrysync.history.History;
import dev.registrysync.history.HistoryTestAccess;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.keys.KeyService;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A data directory with two revisions of the agents.
 */
class RestoreCommandTest {

	@TempDir
	private Path temporary;

	private ConsoleFixture console;

	@BeforeEach
	void twoRevisions() throws IOException {
		this.console = new ConsoleFixture(this.temporary);
		try (Databases databases = Databases.sqlite(this.console.path("data"));
				KeyService keys = new KeyService(databases.database(), this.console.path("data/keystore"), null,
						Secp256k1.bouncyCastle(), Clock.systemUTC(), IdentityAliases.NONE)) {
			History history = HistoryTestAccess.open(databases.database(), keys.service());
			commit(history, 1, Optional.empty(), document("one"));
			commit(history, 2, Optional.of(document("one")), document("two"));
		}
		Files.createDirectories(file().getParent());
		Files.write(file(), document("two").bytes());
	}

	private static RegistryDocument document(String description) {
		Entry entry = new Entry(EntryRef.of(Kind.AGENTS, "a"), JsonObject.EMPTY.with("description", description));
		return RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY)
			.with(List.of(entry), new DocumentStamp(Instant.EPOCH));
	}

	private static void commit(History history, long revision, Optional<RegistryDocument> before,
			RegistryDocument after) {
		Commit commit = new Commit(new Revision(revision), new Cause("run", "api", "local", Details.NONE),
				Instant.EPOCH, Map.of(Kind.AGENTS, new Replacement(before, false, after)), Map.of(), Map.of(),
				List.of(), ExternalEdits.NONE);
		history.commit(commit);
	}

	private Path file() {
		return this.console.path("data/config/official_agents_registry.json");
	}

	private void tamper(String statement) {
		try (Databases databases = Databases.sqlite(this.console.path("data"))) {
			HistoryTestAccess.tamper(databases.database(), statement);
		}
	}

	private String journal() {
		try (Databases databases = Databases.sqlite(this.console.path("data"))) {
			return HistoryTestAccess.journal(databases.database());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"registered_agents\": []}", "\u0000\u0001" })
	void putsTheLastDocumentInTheDamagedOnesPlaceAndKeepsThat(String damaged) throws IOException {
		Files.writeString(file(), damaged);
		Map<String, String> before = this.console.tree("data");
		this.console.run("restore", "registry", "--kind", "agents", "--dry-run")
			.hasCode(0)
			.says("would be replaced by that of revision 2", "Dry run");
		assertThat(this.console.tree("data")).isEqualTo(before);
		this.console.run("restore", "registry", "--kind", "agents")
			.hasCode(0)
			.says("is replaced by that of revision 2");
		assertThat(file()).hasBinaryContent(document("two").bytes());
		try (Stream<Path> kept = Files.list(this.console.path("data/set-aside"))) {
			assertThat(kept).singleElement()
				.satisfies((aside) -> assertThat(aside).hasContent(damaged))
				.satisfies((aside) -> assertThat(aside.toString()).doesNotEndWith(".json"));
		}
		this.console.run("restore", "registry", "--kind", "agents").hasCode(0).says("that of revision 2 already");
	}

	/**
	 * What a command leaves that ended while it set the damaged file aside, behind that,
	 * or while it wrote the other one.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void goesOnWhereverAnEarlierOneWasCutOff(int steps) throws IOException {
		Files.writeString(file(), "damaged");
		Path setAside = Files.createDirectories(this.console.path("data/set-aside"));
		String aside = file().getFileName() + ".2026-11-25T120000Z";
		Files.writeString(setAside.resolve("." + aside + ".staged"), "dama");
		if (steps > 1) {
			Files.delete(setAside.resolve("." + aside + ".staged"));
			Files.writeString(setAside.resolve(aside), "damaged");
		}
		if (steps > 2) {
			Files.write(file().resolveSibling("." + file().getFileName() + ".staged"),
					Arrays.copyOf(document("two").bytes(), 20));
		}
		this.console.run("restore", "registry", "--kind", "agents").hasCode(0);
		assertThat(file()).hasBinaryContent(document("two").bytes());
		try (Stream<Path> kept = Files.list(setAside)) {
			assertThat(kept.filter((path) -> !path.getFileName().toString().startsWith(".")))
				.hasSize((steps > 1) ? 2 : 1)
				.allSatisfy((path) -> assertThat(path).hasContent("damaged"));
		}
		assertThat(file().resolveSibling("." + file().getFileName() + ".staged")).doesNotExist();
	}

	@Test
	void verifyRestoreFailsForAnEditedJournal() throws IOException {
		this.console.run("verify-restore").hasCode(0).says("The history is what was written, up to revision 2.");
		tamper("update journal set body = replace(body, 'local', 'nobody')");
		Map<String, String> before = this.console.tree("data");
		this.console.run("verify-restore")
			.hasCode(1)
			.says("The history is not what was written", "in row 1 of the table journal");
		this.console.run("verify-restore", "--only-problems").hasCode(1).says("The history is not what was written");
		assertThat(this.console.tree("data")).isEqualTo(before);
	}

	@Test
	void putsAnEarlierDocumentWhereThereIsNone() throws IOException {
		Files.delete(file());
		this.console.run("restore", "registry", "--kind", "agents", "--revision", "1").hasCode(0);
		assertThat(file()).hasBinaryContent(document("one").bytes());
		assertThat(this.console.path("data/set-aside")).doesNotExist();
	}

	@Test
	void replacesTheTargetOfASymbolicLinkAndKeepsItsMode() throws IOException {
		Path target = this.console.path("elsewhere");
		Files.delete(file());
		Files.writeString(target, "damaged");
		Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
		Files.createSymbolicLink(file(), target);
		this.console.run("restore", "registry", "--kind", "agents").hasCode(0);
		assertThat(file()).isSymbolicLink();
		assertThat(target).hasBinaryContent(document("two").bytes());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target))).isEqualTo("rw-r-----");
		try (Stream<Path> kept = Files.list(this.console.path("data/set-aside"))) {
			assertThat(kept).singleElement()
				.satisfies((aside) -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(aside)))
					.isEqualTo("rw-------"));
		}
	}

	@Test
	void refusesToReplaceWhatIsNotARegularFile() throws IOException {
		Files.delete(file());
		assumeTrue(Command.succeeds("mkfifo", file()));
		this.console.run("restore", "registry", "--kind", "agents").hasCode(1).complains("not a regular file");
		Files.delete(file());
		Files.createSymbolicLink(file(), this.console.path("nowhere"));
		this.console.run("restore", "registry", "--kind", "agents").hasCode(1).complains("symbolic link", "not exist");
		assertThat(file()).isSymbolicLink();
	}

	@Test
	void saysWhichRevisionsThereAre() {
		this.console.run("restore", "registry", "--kind", "agents", "--revision", "3")
			.hasCode(1)
			.complains("no document of agents of revision 3", "[1, 2]");
		this.console.run("restore", "registry", "--kind", "tools").hasCode(1).complains("no document of tools");
		this.console.run("restore", "registry", "--kind", "plugins").hasCode(2);
		this.console.run("restore").hasCode(2);
	}

	@Test
	void aBrokenJournalGoesOnBehindItsGoodLines() throws IOException {
		this.console.run("restore", "history").hasCode(0).says("nothing to restore");
		tamper("update journal set sync_id = 'ran' where sequence = 2");
		Map<String, String> before = this.console.tree("data");
		this.console.run("restore", "history", "--dry-run")
			.hasCode(0)
			.says("broken in row 2 of the table journal", "1 rows up to revision 1 are good", "Dry run");
		assertThat(this.console.tree("data")).isEqualTo(before);
		this.console.run("restore", "history").hasCode(0).says("are kept in");
		assertThat(journal().lines()).hasSize(2)
			.last()
			.asString()
			.contains("\"type\":\"RESTORE\",\"revision\":2,", "\"by\":");
		try (Stream<Path> files = Files.list(this.console.path("data/state"))) {
			assertThat(files.filter((file) -> file.toString().endsWith(".broken"))).singleElement()
				.satisfies((aside) -> assertThat(aside).content().contains("\"sync_id\":\"ran\""));
		}
		this.console.run("restore", "history").hasCode(0).says("nothing to restore");
	}

	@Test
	void aJournalWhoseKeyIsLostIsBelievedOnlyIfThatIsSaid() throws IOException {
		tamper("delete from keystore.service_key");
		String journal = journal();
		this.console.run("restore", "history").hasCode(1).complains("does not have the key", "--new-service-key");
		assertThat(journal()).isEqualTo(journal);
		this.console.run("restore", "history", "--new-service-key").hasCode(0);
		assertThat(journal()).startsWith(journal).contains("RESTORE");
		this.console.run("restore", "history").hasCode(0).says("nothing to restore");
	}

	@Test
	void makesNeitherKeystoreNorHistoryWhereThereIsNone() throws IOException {
		Files.createDirectories(this.console.path("empty"));
		this.console.useData("empty");
		this.console.run("restore", "history").hasCode(1).complains("no keystore");
		assertThat(this.console.tree("empty")).hasSize(1);
	}

}
