package dev.registrysync.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
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

	/**
	 * Compresses pieces, one behind the other.
	 */
	static byte[] compressed(List<ByteBuffer> pieces) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new FastGzip(compressed)) {
			for (ByteBuffer piece : pieces) {
				gzip.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

}
