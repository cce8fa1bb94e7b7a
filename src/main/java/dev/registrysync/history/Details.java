package dev.registrysync.history;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;

/**
 * What a run decided, one JSON object for each thing, compressed.
 */
public final class Details {

	private static final String ALGORITHM = "sha256:";

	private final String digest;

	private final byte[] compressed;

	private Details(String digest, byte[] compressed) {
		this.digest = digest;
		this.compressed = compressed;
	}

	/**
	 * Compresses them, one after the other.
	 * @return empty if there are none
	 */
	public static Optional<Details> of(Stream<JsonObject> decided) {
		Iterator<JsonObject> each = decided.iterator();
		return each.hasNext() ? Optional.of(written(InputStream.nullInputStream(), each)) : Optional.empty();
	}

	/**
	 * These, and behind them those of the others that are not among them.
	 */
	public Details with(Stream<JsonObject> others) {
		Map<String, JsonObject> more = new LinkedHashMap<>();
		others.forEach((other) -> more.put(JsonText.compact(other), other));
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(decided(), StandardCharsets.US_ASCII))) {
			lines.lines().forEach(more::remove);
			return more.isEmpty() ? this : written(decided(), more.values().iterator());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * These, and behind them those of the other details that are not among them.
	 */
	public Details with(Details others) {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(others.decided(), StandardCharsets.US_ASCII))) {
			return with(lines.lines().map(Details::object));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static JsonObject object(String line) {
		return (JsonObject) JsonReader.read(line.getBytes(StandardCharsets.US_ASCII));
	}

	private InputStream decided() throws IOException {
		return new GZIPInputStream(new ByteArrayInputStream(this.compressed), 1 << 16);
	}

	private static Details written(InputStream before, Iterator<JsonObject> each) {
		MessageDigest sha256 = sha256();
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (OutputStream out = new DigestOutputStream(new GZIPOutputStream(compressed, 1 << 16), sha256)) {
			before.transferTo(out);
			while (each.hasNext()) {
				out.write((JsonText.compact(each.next()) + "\n").getBytes(StandardCharsets.US_ASCII));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Details(ALGORITHM + HexFormat.of().formatHex(sha256.digest()), compressed.toByteArray());
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	/**
	 * The digest of what they say, {@code sha256:} and 64 hex digits.
	 */
	public String digest() {
		return this.digest;
	}

	/**
	 * How many bytes they take on the disk.
	 */
	public int size() {
		return this.compressed.length;
	}

	/**
	 * The file that has them.
	 */
	String file() {
		return CompressedFile.name(this.digest);
	}

	byte[] compressed() {
		return this.compressed;
	}

}
