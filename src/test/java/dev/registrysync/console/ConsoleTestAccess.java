package dev.registrysync.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs offline commands for tests of other packages.
 */
public final class ConsoleTestAccess {

	private ConsoleTestAccess() {
	}

	/**
	 * Runs a command that has to do what it is for.
	 * @return its standard output, with single spaces
	 */
	public static String run(String... args) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		int code = Console.of(Map.of(), new PrintWriter(out), new PrintWriter(err)).execute(args);
		assertThat(code).as(out.toString() + err).isZero();
		return out.toString().replaceAll(" +", " ");
	}

}
