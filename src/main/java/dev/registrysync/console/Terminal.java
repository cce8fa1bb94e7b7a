package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine.Help.Ansi;

/**
 * Tells a terminal from a file or a pipe.
 */
final class Terminal {

	private static final Path STDERR = Path.of("/proc/self/fd/2");

	private Terminal() {
	}

	/**
	 * Whether somebody sees the standard error as it is written. Java knows that of all
	 * streams together only, Linux of each.
	 */
	static boolean isStandardError() {
		try {
			return Files.isSymbolicLink(STDERR) ? Files.readSymbolicLink(STDERR).toString().matches("/dev/(pts/|tty).*")
					: Ansi.AUTO.enabled();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
