package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs in {@code bench/raw}, which are in C.
 */
final class CSource {

	private CSource() {
	}

	/**
	 * Compiles one.
	 * @return where the program is
	 */
	static Path compile(String name, Path directory, String... libraries) throws IOException, InterruptedException {
		Path program = directory.resolve(name);
		List<String> command = new ArrayList<>(List.of("cc", "-O2", "-o", program.toString(),
				Commands.ROOT.resolve("bench/raw/" + name + ".c").toString()));
		command.addAll(List.of(libraries));
		CommandLine.run(command.toArray(String[]::new));
		return program;
	}

}
