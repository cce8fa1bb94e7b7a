package dev.registrysync.console;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;

import dev.registrysync.problem.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs one command and says how it went: exit code 0 done, 1 refused or problems found, 2
 * usage.
 */
public final class Console {

	private static final Set<String> OPTIONS = Set.of("-h", "--help", "-V", "--version");

	private final CommandLine commandLine;

	private Console(CommandLine commandLine) {
		this.commandLine = commandLine;
	}

	/**
	 * A console that writes to the given places and reads the service's settings with the
	 * given environment variables.
	 */
	static Console of(Map<String, String> environment, PrintWriter out, PrintWriter err) {
		return new Console(commandLine(environment).setOut(out).setErr(err));
	}

	private static CommandLine commandLine(Map<String, String> environment) {
		return new CommandLine(new RegistrySyncCommand(environment)).setExecutionStrategy(Console::executeLast)
			.setExecutionExceptionHandler((failure, command, parsed) -> fail(failure, command))
			.setUsageHelpWidth(110);
	}

	/**
	 * Executes the last command. An option before its name would not be used.
	 */
	private static int executeLast(ParseResult parsed) {
		for (ParseResult command = parsed; command.hasSubcommand(); command = command.subcommand()) {
			if (!command.matchedOptions().isEmpty()) {
				throw new ParameterException(command.commandSpec().commandLine(), "Write %s behind %s.".formatted(
						command.matchedOptions().get(0).longestName(), command.subcommand().commandSpec().name()));
			}
		}
		return new RunLast().execute(parsed);
	}

	/**
	 * Whether the arguments of the program name a command; else they are the service's.
	 */
	public static boolean isCommand(String... args) {
		if (args.length == 0) {
			return false;
		}
		return args[0].startsWith("-") ? OPTIONS.contains(args[0])
				: commandLine(Map.of()).getSubcommands().containsKey(args[0]);
	}

	/**
	 * Runs the command that the arguments name, on the standard streams.
	 * @return the exit code
	 */
	public static int run(String... args) {
		if (System.getProperty("logback.configurationFile") == null) {
			System.setProperty("logback.configurationFile", "logback-console.xml");
		}
		return new Console(commandLine(System.getenv())).execute(args);
	}

	int execute(String... args) {
		try {
			return this.commandLine.execute(args);
		}
		finally {
			this.commandLine.getOut().flush();
			this.commandLine.getErr().flush();
		}
	}

	/**
	 * Says in two lines why a command was not done. What it does not know goes up, with
	 * its stack.
	 */
	private static int fail(Exception failure, CommandLine command) throws Exception {
		if (failure instanceof RefusedException refused) {
			return print(command, String.valueOf(refused.getMessage()), refused.remedy());
		}
		if (failure instanceof ProblemException problem) {
			return print(command, sentence(problem.detail()), remedy(problem));
		}
		throw failure;
	}

	private static String sentence(String detail) {
		return detail.endsWith(".") ? detail : detail + ".";
	}

	private static String remedy(ProblemException problem) {
		return switch (problem.code()) {
			case KEYSTORE_WRONG_PASSPHRASE ->
				"Name the file with the passphrase that the keystore was made with: --passphrase-file, or "
						+ "registry-sync.keystore.passphrase-file. If a generated key opens it, name none.";
			case DATA_DIRECTORY_IN_USE -> "Stop the service first, or name another directory with --data-dir.";
			default -> problem.remedy();
		};
	}

	private static int print(CommandLine commandLine, String what, String remedy) {
		PrintWriter err = commandLine.getErr();
		err.println("error: " + what.replace("\n", System.lineSeparator() + "  "));
		err.println("fix:   " + remedy);
		return CommandLine.ExitCode.SOFTWARE;
	}

}
