package dev.registrysync.backup;

import java.nio.file.Path;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.Succeeds;
import dev.registrysync.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Makes backups on request.
 */
@RestController
@Tag(name = "Backup", description = "Copies of the whole service, made while it runs")
class BackupController {

	private final Backups backups;

	private final BackupProperties properties;

	BackupController(Backups backups, BackupProperties properties) {
		this.backups = backups;
		this.properties = properties;
	}

	@PostMapping(path = "/backup", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(operationId = "makeBackup", summary = "Make a backup", description = """
			Copies the databases, what opens the keystore, and the registry files of that state into a new directory \
			below registry-sync.backup.directory, and verifies them. Runs and edits go on meanwhile. The command \
			"restore --from" puts it back.""")
	@Succeeds(value = "The backup is durable and verified", examples = "backup/made.json")
	@Fails(value = { ProblemCode.BACKUP_NOT_CONFIGURED, ProblemCode.BACKUP_RUNNING, ProblemCode.BACKUP_UNSUPPORTED },
			when = "There is no directory for backups, another one is being made, or the database is PostgreSQL",
			example = "backup/not-configured.json")
	@Fails(value = ProblemCode.BACKUP_FAILED, when = "The files cannot be written, or are not what was written")
	@Fails(value = ProblemCode.DISK_FULL, when = "The directory has no room for the backup")
	Backup make() {
		Path directory = this.properties.directory();
		if (directory == null) {
			throw new ProblemException(ProblemCode.BACKUP_NOT_CONFIGURED, "registry-sync.backup.directory is not set.");
		}
		return this.backups.make(directory);
	}

}
