package dev.registrysync.security;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KnownTokensTest {

	private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

	private static final String HASH = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

	private final NewToken token = NewToken.random();

	@TempDir
	private Path directory;

	private static KnownTokens known(ConfiguredTokens tokens) {
		return new KnownTokens(tokens, Clock.fixed(NOW, ZoneOffset.UTC));
	}

	private static ConfiguredTokens named(@Nullable String hash, @Nullable Path hashFile, @Nullable String expires,
			String... roles) {
		return new ConfiguredTokens(
				properties(null, List.of(new SecurityProperties.Token("ci", hash, hashFile, List.of(roles), expires))));
	}

	private static ConfiguredTokens inFile(Path file) {
		return new ConfiguredTokens(properties(file, List.of()));
	}

	private static SecurityProperties properties(@Nullable Path file, List<SecurityProperties.Token> tokens) {
		return new SecurityProperties(false, file, tokens, null, List.of(),
				new Limits(1, 1, 1, 1, 1, Duration.ofSeconds(1)));
	}

	private Path write(String text) throws Exception {
		return Files.writeString(this.directory.resolve("tokens"), text);
	}

	@Test
	void knowsATokenByItsHash() throws Exception {
		Caller caller = new Caller("ci", Caller.Proof.TOKEN,
				Set.of(new Grant(Role.SYNC, null), new Grant(Role.KEYS, null)));
		assertThat(known(named(this.token.hash(), null, null, "sync", "keys")).find(this.token.reveal()))
			.contains(caller);
		Path file = write(this.token.hash() + "\n");
		assertThat(known(named(null, file, null, "sync", "keys")).find(this.token.reveal())).contains(caller);
		assertThat(known(named(this.token.hash(), null, null, "read")).find(this.token.hash())).isEmpty();
		assertThat(known(named(this.token.hash(), null, null, "read")).find(NewToken.random().reveal())).isEmpty();
	}

	@Test
	void aTokenIsWorthNothingFromItsExpiryOn() {
		String hash = this.token.hash();
		assertThat(known(named(hash, null, NOW.plusMillis(1).toString(), "read")).find(this.token.reveal()))
			.isPresent();
		assertThat(known(named(hash, null, NOW.toString(), "read")).find(this.token.reveal())).isEmpty();
	}

	@Test
	void whatTheCommandPrintsIsWhatTheFileTakes() throws Exception {
		TokenLines lines = TokenLines.of(this.token, "ci", List.of("sync"), NOW.plusSeconds(60));
		assertThat(known(inFile(write("# callers\n\n" + lines.line()))).find(this.token.reveal()).orElseThrow().name())
			.isEqualTo("ci");
		assertThat(lines.settings()).hasSize(4).noneMatch((line) -> line.contains(this.token.reveal()));
	}

	@Test
	void aLineThatIsTakenOutCountsAtOnce() throws Exception {
		String other = TokenLines.of(NewToken.random(), "other", List.of("read"), null).line();
		Path file = write(other + "\n" + TokenLines.of(this.token, "ci", List.of("sync"), null).line());
		KnownTokens known = known(inFile(file));
		assertThat(known.find(this.token.reveal())).isPresent();
		write(other);
		assertThat(known.find(this.token.reveal())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "|names no usable token", "# none|names no usable token", "ci sync|line 1, must be a name",
					"ci sync sha256:00|needs a hash", "ci sync,root " + HASH + "|a role that is none of",
					"a/b sync " + HASH + "|needs a name", "ci sync " + HASH + " tomorrow|expires at no instant",
					"ci sync " + HASH + " 2027-01-31T00:00:00Z x|must be a name" })
	void refusesAFileThatIsWrongAndNeverRepeatsIt(@Nullable String text, String reason) throws Exception {
		Path file = write((text != null) ? text : "");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> inFile(file))
			.satisfies((failure) -> assertThat(failure.detail()).contains(file.toString(), reason)
				.doesNotContain("root", "tomorrow", "sha256:0"));
	}

	@Test
	void refusesATokenWhereItsHashBelongsAndKeepsItSecret() {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> named(this.token.reveal(), null, null, "read"))
			.satisfies((failure) -> assertThat(failure.detail()).contains("registry-sync.security.tokens[0]", "a hash")
				.doesNotContain(this.token.reveal()));
		Path nowhere = this.directory.resolve("nowhere");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> named(null, nowhere, null, "read"))
			.satisfies((failure) -> assertThat(failure.detail()).contains("cannot be read"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> named(HASH, nowhere, null, "read"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> named(HASH, null, null));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> inFile(nowhere));
	}

	@Test
	void filesThatCannotBeUsedKeepNoOtherTokenFromCounting() throws Exception {
		SecurityProperties.Token good = new SecurityProperties.Token("ci", this.token.hash(), null, List.of("read"),
				null);
		SecurityProperties.Token bad = new SecurityProperties.Token("gone", null, this.directory.resolve("nowhere"),
				List.of("read"), null);
		ConfiguredTokens tokens = new ConfiguredTokens(properties(write(""), List.of(bad, good)));
		assertThat(known(tokens).find(this.token.reveal())).isPresent();
		assertThat(tokens.get().defects()).hasSize(2);
	}

	@Test
	void aTokenIsLongRandomAndPrintsNothing() {
		assertThat(this.token.reveal()).matches("rst_[A-Za-z0-9_-]{43}").isNotEqualTo(NewToken.random().reveal());
		assertThat(this.token).hasToString("[redacted]");
	}

}
