package dev.registrysync.volume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reason why a file cannot be replaced by another one, as far as that can be known
 * without trying.
 *
 * @param cause what is in the way, with the name of the error that a rename would get
 * @param remedy what to do about it
 */
public record Obstacle(String cause, String remedy) {

	private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

	private static final Path PROCESS = Path.of("/proc/self/status");

	/** The effective user id. */
	private static final Pattern USER = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d{1,9})\\b");

	private static final Pattern CAPABILITIES = Pattern.compile("(?m)^CapEff:\\s+(\\p{XDigit}{1,16})\\b");

	private static final int STICKY = 01000;

	/** The capability to act as the owner of any file. */
	private static final int CAP_FOWNER = 3;

	/**
	 * Looks for what would keep a rename from replacing the file, or from making it.
	 * @param target the file; it need not exist
	 */
	static Optional<Obstacle> find(Path target) throws IOException {
		if (Files.isSymbolicLink(target) && Files.notExists(target)) {
			return of("it is a symbolic link to %s, which does not exist (ENOENT)"
				.formatted(Files.readSymbolicLink(target)), "Make the file that the link names, or remove the link.");
		}
		Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
		Path directory = Objects.requireNonNull(file.getParent(), "a file is in a directory");
		if (Files.exists(file)) {
			if (!Files.isRegularFile(file)) {
				return of("it is not a regular file", "Move it away and put the registry file in its place.");
			}
			if (!Files.isWritable(file)) {
				return of("it is read-only for this process (EACCES, EPERM or EROFS)",
						"Let the service's user write to the file: check its owner, its permissions and its attributes (lsattr).");
			}
			if (isMountPoint(file)) {
				return of("it is a mount point of its own (EBUSY)",
						"Mount the directory that the file is in, not the file alone.");
			}
			if (isOthersInStickyDirectory(file, directory)) {
				return of("another user owns it and its directory is sticky (EPERM)",
						"Let the service's user own the file (chown), or take the sticky bit away from the directory (chmod -t).");
			}
		}
		if (Files.isDirectory(directory) && !Files.isWritable(directory)) {
			return of("its directory is read-only for this process (EACCES, EPERM or EROFS)",
					"Let the service's user write to the directory: check its owner, its permissions and its mount options.");
		}
		return Optional.empty();
	}

	private static Optional<Obstacle> of(String cause, String remedy) {
		return Optional.of(new Obstacle(cause, remedy));
	}

	/**
	 * The fifth field of a line is where it is mounted, with blanks and the like in octal
	 * digits.
	 */
	private static boolean isMountPoint(Path file) throws IOException {
		if (Files.notExists(MOUNTS)) {
			return false;
		}
		String escaped = file.toString()
			.replace("\\", "\\134")
			.replace(" ", "\\040")
			.replace("\t", "\\011")
			.replace("\n", "\\012");
		return new String(Files.readAllBytes(MOUNTS), StandardCharsets.UTF_8).lines()
			.map((line) -> line.split(" ", 6))
			.anyMatch((fields) -> fields.length > 4 && fields[4].equals(escaped));
	}

	/**
	 * In a sticky directory only the owner of the file, the owner of the directory and
	 * the privileged may rename.
	 */
	private static boolean isOthersInStickyDirectory(Path file, Path directory) throws IOException {
		if (!file.getFileSystem().supportedFileAttributeViews().contains("unix") || Files.notExists(PROCESS)) {
			return false;
		}
		Map<String, Object> around = Files.readAttributes(directory, "unix:mode,uid");
		if (!(around.get("mode") instanceof Integer mode) || (mode & STICKY) == 0) {
			return false;
		}
		Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
		return !mayRename(Files.readString(PROCESS), List.of(owner, Objects.requireNonNull(around.get("uid"))));
	}

	/**
	 * Whether a process has one of the user ids or may act as the owner of any file. True
	 * if its status does not say that.
	 */
	static boolean mayRename(String status, List<Object> users) {
		Matcher user = USER.matcher(status);
		Matcher capabilities = CAPABILITIES.matcher(status);
		if (!user.find() || !capabilities.find()) {
			return true;
		}
		boolean privileged = (Long.parseUnsignedLong(capabilities.group(1), 16) >> CAP_FOWNER & 1) == 1;
		return privileged || users.contains(Integer.valueOf(user.group(1)));
	}

}
