package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Another program that edits the registry of agents and does not lock: it reads the file,
 * adds a line to the notes on one agent and writes the file.
 */
final class Editor {

	/** The agent that it writes about. */
	static final String SUBJECT = "agent_1";

	/** A run takes about that. */
	private static final int DELAY_MILLIS = 80;

	/** At most so many at a time. */
	private static final int EDITS = 15;

	private static final JsonMapper json = JsonMapper.shared();

	private final Path file;

	private final Way way;

	private final Random random;

	private final List<String> notes = new ArrayList<>();

	Editor(Path file, Way way, Random random) {
		this.file = file;
		this.way = way;
		this.random = random;
	}

	/**
	 * Makes some edits, a few milliseconds apart, beginning a moment from now: a run that
	 * goes on meanwhile meets most of them and can still come through.
	 */
	CompletableFuture<Void> begin() {
		int delay = this.random.nextInt(DELAY_MILLIS);
		int edits = 1 + this.random.nextInt(EDITS);
		return CompletableFuture.runAsync(() -> {
			pause(delay);
			for (int edit = 0; edit < edits; edit++) {
				edit();
				pause(1 + this.random.nextInt(8));
			}
		});
	}

	private static void pause(int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	/**
	 * The notes that it made so far.
	 */
	List<String> notes() {
		return this.notes;
	}

	private void edit() {
		try {
			ObjectNode document = (ObjectNode) json.readTree(Files.readAllBytes(this.file));
			ObjectNode agent = (ObjectNode) document.get("registered_agents").get(SUBJECT);
			String note = "edit " + this.notes.size();
			ArrayNode written = agent.withArray("notes");
			if (this.way == Way.REPLACING) {
				written.removeAll();
				this.notes.forEach(written::add);
			}
			written.add(note);
			this.way.write(this.file, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
			this.notes.add(note);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How a program writes a file.
	 */
	enum Way {

		/**
		 * As {@code open(path, "w")} does. The notes are those in the file and one more.
		 */
		IN_PLACE {

			@Override
			void write(Path file, byte[] bytes) throws IOException {
				Files.write(file, bytes);
			}

		},

		/**
		 * By a rename. The notes are all that were ever made: nobody who does not lock
		 * can keep a file that takes another's place between a look and a rename.
		 */
		REPLACING {

			@Override
			void write(Path file, byte[] bytes) throws IOException {
				Path next = file.resolveSibling("next");
				Files.write(next, bytes);
				Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
			}

		};

		abstract void write(Path file, byte[] bytes) throws IOException;

	}

}
