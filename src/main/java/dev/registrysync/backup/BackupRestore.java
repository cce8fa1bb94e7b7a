package dev.registrysync.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DataDirectory;
import dev.registrysync.volume.DurableDirectory;
import dev.registrysync.volume.FileFailure;

/**
 * Puts a backup into an empty data directory.
 */
public final class BackupRestore {

	private final Path backup;

	private final List<BackupFile> files;

	private BackupRestore(Path backup, List<BackupFile> files) {
		this.backup = backup;
		this.files = files;
	}

	/**
	 * Reads and verifies all files of a backup.
	 * @throws ProblemException {@code BACKUP_DAMAGED} if it is not what was written
	 */
	public static BackupRestore of(Path backup) {
		try {
			return new BackupRestore(backup, Checksums.verify(backup));
		}
		catch (IOException ex) {
			throw FileFailure.of(ProblemCode.BACKUP_DAMAGED, "The backup cannot be read", backup, ex);
		}
	}

	/**
	 * Copies the files, the state last: without it the service does not start, so that
	 * half a restoration is not taken for a whole one.
	 * @throws ProblemException {@code BACKUP_FAILED} or {@code DISK_FULL}
	 */
	public List<BackupFile> into(DataDirectory data) {
		Path root = data.config().resolveSibling("");
		try {
			for (BackupFile file : this.files.stream()
				.sorted(Comparator.comparing((file) -> file.path().startsWith("state/")))
				.toList()) {
				copy(file, root.resolve(file.path()));
			}
			return this.files;
		}
		catch (IOException ex) {
			throw FileFailure.of(ProblemCode.BACKUP_FAILED, "The backup cannot be restored", root, ex);
		}
	}

	private void copy(BackupFile file, Path target) throws IOException {
		Path parent = target.resolveSibling("");
		DurableDirectory directory = file.path().startsWith("config/")
				? DurableDirectory.shared(parent, ProblemCode.BACKUP_FAILED)
				: DurableDirectory.confidential(parent, ProblemCode.BACKUP_FAILED);
		String hidden = ".%s.restored".formatted(target.getFileName());
		directory.replace(hidden, new byte[0]);
		try (FileChannel channel = FileChannel.open(directory.path(hidden), StandardOpenOption.WRITE);
				OutputStream out = Channels.newOutputStream(channel)) {
			Checksums.requireDigest(target, Checksums.copy(this.backup.resolve(file.path()), out), file.sha256());
			channel.force(true);
		}
		Files.move(directory.path(hidden), target, StandardCopyOption.ATOMIC_MOVE);
		directory.force();
	}

}
