package dev.registrysync.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A finished backup.
 *
 * @param directory where it is, an absolute path
 * @param takenAt when it was begun
 * @param bytes the length of all files
 * @param files all files except {@code SHA256SUMS}
 */
@Schema(name = "Backup")
public record Backup(@Schema(description = "Where it is, on the service's machine.") String directory,
		@JsonProperty("taken_at") @Schema(description = "When it was begun.") Instant takenAt,
		@Schema(description = "The length of all files.") long bytes, List<BackupFile> files) {

	public Backup {
		files = List.copyOf(files);
	}

	static Backup of(Path directory, Instant takenAt, List<BackupFile> files) {
		return new Backup(directory.toString(), takenAt, files.stream().mapToLong(BackupFile::bytes).sum(), files);
	}

}
