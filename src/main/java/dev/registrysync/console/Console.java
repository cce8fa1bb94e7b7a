package dev.registrysync.console;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;

import picocli.CommandLine;

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
	 * A console that writes to the given places and takes defaults from the given
	 * environment variables.
	 */
	static Console of(Map<String, String> environment, PrintWriter out, PrintWriter err) {
		return of(environment, commandLine().setOut(out).setErr(err));
	}

	private static Console of(Map<String, String> environment, CommandLine commandLine) {
		commandLine.setDefaultValueProvider(new EnvironmentDefaults(environment))
			.setExecutionExceptionHandler(new FailurePrinter())
			.setUsageHelpWidth(110);
		return new Console(commandLine);
	}

	private static CommandLine commandLine() {
		return new CommandLine(new RegistrySyncCommand());
	}

	/**
	 * Whether the arguments of the program name a command; else they are the service's.
	 */
	public static boolean isCommand(String... args) {
		if (args.length == 0) {
			return false;
		}
		return args[0].startsWith("-") ? OPTIONS.contains(args[0])
				: commandLine().getSubcommands().containsKey(args[0]);
	}

	/**
	 * Runs the command that the arguments name, on the standard streams.
	 * @return the exit code
	 */
	public static int run(String... args) {
		if (System.getProperty("logback.configurationFile") == null) {
			System.setProperty("logback.configurationFile", "logback-console.xml");
		}
		return of(System.getenv(), commandLine()).execute(args);
	}

	int execute(String... args) {
		return this.commandLine.execute(args);
	}

}
