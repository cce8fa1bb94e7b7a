package dev.registrysync.volume;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/**
 * Reads as much of a file as it needs.
 *
 * @param <T> what it reads
 */
@FunctionalInterface
public interface FileReading<T> {

	T read(SeekableByteChannel file) throws IOException;

}
