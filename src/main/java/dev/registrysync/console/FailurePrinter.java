package dev.registrysync.console;

import java.io.PrintWriter;

import dev.registrysync.problem.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says in two lines why a command was not done. What it does not know goes up, with its
 * stack.
 */
final class FailurePrinter implements IExecutionExceptionHandler {

	@Override
	public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult arguments)
			throws Exception {
		if (failure instanceof RefusedException refused) {
			return print(commandLine, String.valueOf(refused.getMessage()), refused.remedy());
		}
		if (failure instanceof ProblemException problem) {
			return print(commandLine, sentence(problem.detail()), remedy(problem));
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
