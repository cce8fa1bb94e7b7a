package dev.registrysync.volume;

import java.io.IOException;
import java.util.stream.Stream;

/**
 * Runs programs of the operating system.
 */
public final class Command {

	private Command() {
	}

	/**
	 * Whether there is such a program and it ends with 0.
	 */
	public static boolean succeeds(Object... command) {
		try {
			return new ProcessBuilder(Stream.of(command).map(String::valueOf).toList()).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
