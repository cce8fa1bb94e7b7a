package dev.registrysync.volume;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * Makes problems of what the file system refuses.
 */
public final class FileFailure {

	private FileFailure() {
	}

	/**
	 * A full disk or, for any other reason, a file that cannot be used.
	 * @param code for any other reason
	 * @param what what could not be done, as in "The file cannot be read"
	 */
	public static ProblemException of(ProblemCode code, String what, Path path, IOException cause) {
		return new ProblemException(isDiskFull(cause) ? ProblemCode.DISK_FULL : code,
				"%s: %s: %s.".formatted(what, path, reason(cause)), Map.of("file", path.toString()), cause);
	}

	/**
	 * Says in a few words why a file cannot be used, without its path.
	 */
	public static String reason(IOException cause) {
		if (cause instanceof NoSuchFileException) {
			return "it is not there";
		}
		if (cause instanceof AccessDeniedException denied && denied.getReason() == null) {
			return "no permission";
		}
		if (cause instanceof DirectoryNotEmptyException failure) {
			return "the directory %s is not empty".formatted(failure.getFile());
		}
		String reason = (cause instanceof FileSystemException failure) ? failure.getReason() : cause.getMessage();
		return (reason != null) ? reason : cause.getClass().getSimpleName();
	}

	private static boolean isDiskFull(IOException cause) {
		String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
		return text.contains("no space left") || text.contains("quota exceeded") || text.contains("not enough space");
	}

}
