package dev.registrysync.bench;

import java.io.IOException;

/**
 * Programs that run to their end.
 */
final class CommandLine {

	private CommandLine() {
	}

	/**
	 * What it said; fails if it did.
	 */
	static String run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes());
		if (process.waitFor() != 0) {
			throw new IllegalStateException(String.join(" ", command) + ": " + said);
		}
		return said;
	}

}
