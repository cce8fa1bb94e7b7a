package dev.registrysync.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import dev.registrysync.registry.Kind;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Renders the registry files from a copy of the state.
 */
final class PublishedFiles {

	private final JdbcClient copy;

	PublishedFiles(JdbcClient copy) {
		this.copy = copy;
	}

	/**
	 * Writes the document of a kind into a new file, durably; does nothing if there is no
	 * such document.
	 */
	void render(Kind kind, Path file) {
		find(kind).ifPresent((frame) -> {
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
					OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
				out.write(frame.text(), 0, frame.gap());
				writeEntries(kind, out);
				out.write(frame.text(), frame.gap(), frame.text().length - frame.gap());
				out.flush();
				channel.force(true);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private Optional<Frame> find(Kind kind) {
		return this.copy.sql("""
				select text, gap from document where kind = ? and to_revision is null""")
			.param(kind.plural())
			.query((row, number) -> new Frame(row.getBytes(1), row.getInt(2)))
			.optional();
	}

	private void writeEntries(Kind kind, OutputStream out) {
		this.copy.sql("""
				select text from entry where kind = ? and position is not null order by position""")
			.param(kind.plural())
			.query((row) -> {
				try {
					out.write(row.getBytes(1));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			});
	}

	/**
	 * A document without its entries.
	 *
	 * @param text all other bytes
	 * @param gap where the entries are, in bytes from the beginning
	 */
	private record Frame(byte[] text, int gap) {
	}

}
