package dev.registrysync.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses fast rather than well.
 */
final class FastGzip extends GZIPOutputStream {

	private FastGzip(ByteArrayOutputStream out) throws IOException {
		super(out, 1 << 16);
		this.def.setLevel(Deflater.BEST_SPEED);
	}

	static byte[] compressed(byte[] bytes) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4 + 64);
		try (GZIPOutputStream gzip = new FastGzip(compressed)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

}
