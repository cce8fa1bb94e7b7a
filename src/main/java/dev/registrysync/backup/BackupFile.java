package dev.registrysync.backup;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A file of a backup.
 *
 * @param path relative to the backup's directory, with {@code /}
 * @param bytes its length
 * @param sha256 its digest, 64 hex digits
 */
@Schema(name = "BackupFile")
public record BackupFile(@Schema(description = "Relative to the directory.") String path, long bytes,
		@Schema(description = "Its SHA-256 in hex, as in SHA256SUMS.") String sha256) {
}
