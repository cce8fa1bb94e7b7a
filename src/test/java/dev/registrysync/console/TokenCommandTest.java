package dev.registrysync.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.registrysync.security.NewToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TokenCommandTest {

	private static final Pattern TOKEN = Pattern.compile("rst_[A-Za-z0-9_-]{43}");

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private int run(String... arguments) {
		return Console.of(Map.of(), new PrintWriter(this.out), new PrintWriter(this.err)).execute(arguments);
	}

	@Test
	void printsTheTokenOnceAndTheLinesToAdd() {
		assertThat(run("token", "--name", "ci", "--roles", "sync,keys", "--expires", "2027-01-31T00:00:00Z")).isZero();
		List<String> lines = this.out.toString().lines().map(String::strip).toList();
		assertThat(TOKEN.matcher(this.out.toString()).results()).hasSize(1);
		assertThat(lines)
			.contains("registry-sync.security.tokens[0].name: ci", "registry-sync.security.tokens[0].roles: sync,keys",
					"registry-sync.security.tokens[0].expires: 2027-01-31T00:00:00Z")
			.anyMatch((line) -> line.matches("ci sync,keys sha256:[0-9a-f]{64} 2027-01-31T00:00:00Z"));
	}

	@Test
	void everyTokenIsAnother() {
		run("token", "--name", "ci", "--roles", "read");
		run("token", "--name", "ci", "--roles", "read");
		assertThat(TOKEN.matcher(this.out.toString()).results().map((found) -> found.group()).distinct()).hasSize(2);
		assertThat(NewToken.random().reveal()).matches(TOKEN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--name=ci", "--roles=read", "--name=a/b --roles=read", "--name=ci --roles=root",
			"--name=ci --roles=", "--name=ci --roles=read --expires=tomorrow" })
	void aWrongWishMakesNone(String arguments) {
		assertThat(run(("token " + arguments).split(" "))).isEqualTo(2);
		assertThat(this.out.toString() + this.err).doesNotContainPattern(TOKEN);
	}

}
