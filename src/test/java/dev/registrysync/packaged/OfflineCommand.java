package dev.registrysync.packaged;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An offline command of the packaged jar that has ended.
 *
 * @param code its exit code
 * @param output what it wrote, to both streams
 */
record OfflineCommand(int code, String output) {

	/**
	 * Runs it to its end.
	 * @param directory where; the data are in {@code data} there unless the arguments say
	 * otherwise
	 */
	static OfflineCommand run(Path directory, Object... arguments) {
		try (ServiceProcess process = ServiceProcess.launchCommand(directory, arguments)) {
			return new OfflineCommand(process.exitCode(), process.output());
		}
	}

	OfflineCommand hasCode(int expected) {
		assertThat(this.code).as(this.output).isEqualTo(expected);
		return this;
	}

	/**
	 * However wide its columns are.
	 */
	OfflineCommand says(String... texts) {
		assertThat(this.output.replaceAll(" +", " ")).contains(texts);
		return this;
	}

}
