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
 * Another program that edits the registry of agents all the time and does not lock: it
 * reads the file, adds a line to the notes on one agent and writes the file.
 */
final class Editor {

	/** The agent that it writes about. */
	static final String SUBJECT = "agent_1";

	private static final JsonMapper json = JsonMapper.shared();

	private final Path file;

	private final Way way;

	private final Random random;

	private final List<String> notes = new ArrayList<>();

	private volatile boolean writing;

	private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);

	Editor(Path file, Way way, Random random) {
		this.file = file;
		this.way = way;
		this.random = random;
	}

	void begin() {
		this.writing = true;
		this.work = CompletableFuture.runAsync(() -> {
			while (this.writing) {
				edit();
				pause();
			}
		});
	}

	/**
	 * Stops after the edit under way.
	 * @return the notes that it made in its life
	 */
	List<String> end() {
		this.writing = false;
		this.work.join();
		return this.notes;
	}

	/**
	 * A few milliseconds, and now and then long enough for a run to come through.
	 */
	private void pause() {
		int millis = (this.random.nextInt(6) == 0) ? 100 + this.random.nextInt(200) : 1 + this.random.nextInt(8);
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
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
