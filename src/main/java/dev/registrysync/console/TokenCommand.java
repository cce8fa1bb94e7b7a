package dev.registrysync.console;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.security.NewToken;
import dev.registrysync.security.TokenLines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Makes a token for a caller of the service.
 */
@Command(name = "token", header = "Makes a token for a caller of the service.", description = { "",
		"The token is printed once and kept nowhere. The service gets its hash only: in its settings, or in the file "
				+ "that registry-sync.security.tokens-file names, which it reads again when it changes. Nothing is "
				+ "written, and the service may be running.",
		"" })
final class TokenCommand implements Callable<Integer> {

	@Option(names = "--name", paramLabel = "NAME", required = true,
			description = "Whose it is: 1 to 64 letters, digits, dots, underscores, hyphens. Logs show it.")
	private String name;

	@Option(names = "--roles", paramLabel = "ROLE", required = true, split = ",",
			description = "What its bearer may do: read, sync, keys, sign, admin. Each includes read; admin includes all. "
					+ "sign:agents/ID or sign:tools/ID signs for that entry only, the id percent-encoded.")
	private List<String> roles;

	@Option(names = "--expires", paramLabel = "INSTANT",
			description = "From when on it is worth nothing, as in 2027-01-31T00:00:00Z; else never.")
	private @Nullable Instant expires;

	@Spec
	private CommandSpec spec;

	@Override
	public Integer call() {
		NewToken token = NewToken.random();
		TokenLines lines = lines(token);
		PrintWriter out = this.spec.commandLine().getOut();
		out.println("The token, shown this once:");
		out.println();
		out.println("    " + token.reveal());
		out.println();
		out.println("Add these lines to the service's application.yaml, with the next free number:");
		out.println();
		lines.settings().forEach((line) -> out.println("    " + line));
		out.println();
		out.println("or this one to the file that registry-sync.security.tokens-file names:");
		out.println();
		out.println("    " + lines.line());
		return CommandLine.ExitCode.OK;
	}

	private TokenLines lines(NewToken token) {
		try {
			return TokenLines.of(token, this.name, this.roles, this.expires);
		}
		catch (ProblemException ex) {
			throw new ParameterException(this.spec.commandLine(), ex.detail());
		}
	}

}
