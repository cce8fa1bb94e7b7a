package dev.registrysync.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the file system says of a file, without reading it. Two marks are equal if nobody
 * wrote the file in between, or only within the same tick of the file system's clock.
 *
 * @param inode which file it is, with its device
 * @param size how many bytes it has
 * @param changed when it was written last, or its attributes; no program can set that
 */
public record FileMark(String inode, long size, Instant changed) {

	/** Longer than a tick of any file system's clock. */
	private static final Duration TICK = Duration.ofSeconds(2);

	private static final String ATTRIBUTES = "unix:dev,ino,size,ctime";

	/**
	 * The mark of a file; empty if there is no such file, or if the file system does not
	 * say enough.
	 */
	static Optional<FileMark> of(Path path) throws IOException {
		if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
			return Optional.empty();
		}
		try {
			Map<String, Object> attributes = Files.readAttributes(path, ATTRIBUTES);
			return Optional.of(new FileMark(attributes.get("dev") + ":" + attributes.get("ino"),
					(Long) Objects.requireNonNull(attributes.get("size")),
					((FileTime) Objects.requireNonNull(attributes.get("ctime"))).toInstant()));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Whether whoever writes the file from the given time on changes its mark.
	 */
	public boolean isOlderThan(Instant time) {
		return this.changed.plus(TICK).isBefore(time);
	}

}
