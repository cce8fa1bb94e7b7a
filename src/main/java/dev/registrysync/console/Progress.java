package dev.registrysync.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine.Help.Ansi;

/**
 * Shows how far long work is: a bar that is drawn over itself on a terminal, else a line
 * for each tenth. Work of few steps shows nothing.
 */
final class Progress {

	private static final Path STDERR = Path.of("/proc/self/fd/2");

	private static final int WIDTH = 30;

	private final PrintWriter err;

	private final boolean terminal;

	private final String work;

	private final int total;

	private final int least;

	private int done;

	private int shown;

	/**
	 * Begins, on the standard error.
	 * @param err where to
	 * @param work what is done, as in "Encrypting"
	 * @param total the steps to do
	 * @param least how many steps are worth showing
	 */
	Progress(PrintWriter err, String work, int total, int least) {
		this(err, isTerminal(), work, total, least);
	}

	/**
	 * Begins.
	 * @param err where to
	 * @param terminal whether that is a terminal
	 * @param work what is done, as in "Encrypting"
	 * @param total the steps to do
	 * @param least how many steps are worth showing
	 */
	Progress(PrintWriter err, boolean terminal, String work, int total, int least) {
		this.err = err;
		this.terminal = terminal;
		this.work = work;
		this.total = total;
		this.least = least;
	}

	/**
	 * Returns whether the standard error is a terminal. Java knows that of all streams
	 * together only, Linux of each.
	 */
	private static boolean isTerminal() {
		try {
			return Files.isSymbolicLink(STDERR) ? Files.readSymbolicLink(STDERR).toString().matches("/dev/(pts/|tty).*")
					: Ansi.AUTO.enabled();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * One step is done.
	 */
	void step() {
		this.done++;
		int parts = this.terminal ? 100 : 10;
		int part = (int) ((long) this.done * parts / this.total);
		if (this.total >= this.least && part > this.shown) {
			this.shown = part;
			show();
		}
	}

	private void show() {
		if (this.terminal) {
			int filled = (int) ((long) this.done * WIDTH / this.total);
			this.err.print("\r%s [%s%s] %d of %d".formatted(this.work, "#".repeat(filled), " ".repeat(WIDTH - filled),
					this.done, this.total));
			if (this.done == this.total) {
				this.err.println();
			}
		}
		else {
			this.err.println("%s: %d of %d".formatted(this.work, this.done, this.total));
		}
		this.err.flush();
	}

}
