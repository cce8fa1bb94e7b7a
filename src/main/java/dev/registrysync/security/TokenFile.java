package dev.registrysync.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.registrysync.volume.RegularFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with tokens. It is read at each call and parsed when its bytes differ, so a
 * removed token ends at once, whatever the file's time and size are. Tokens of a file
 * that cannot be read do not count.
 */
final class TokenFile implements Supplier<TokenList> {

	private static final Logger logger = LoggerFactory.getLogger(TokenFile.class);

	private static final int MAX_LENGTH = 1 << 20;

	private final String name;

	private final Path file;

	private final Function<String, TokenList> parser;

	private volatile Content content;

	/**
	 * Reads the file for the first time.
	 * @param name what messages call the file
	 * @param parser reads the file's text
	 */
	TokenFile(String name, Path file, Function<String, TokenList> parser) {
		this.name = name;
		this.file = file;
		this.parser = parser;
		this.content = parse(read());
	}

	@Override
	public TokenList get() {
		Content known = this.content;
		return known.isOf(read()) ? known.list() : reread();
	}

	/**
	 * Reads the file once more, as another thread may have seen a newer one meanwhile.
	 */
	private synchronized TokenList reread() {
		byte @Nullable [] bytes = read();
		if (!this.content.isOf(bytes)) {
			this.content = parse(bytes);
			logger.info("{} has changed: {} tokens count now", this.name, this.content.list().tokens().size());
			this.content.list().shownDefects().forEach(logger::error);
		}
		return this.content.list();
	}

	private Content parse(byte @Nullable [] bytes) {
		if (bytes == null) {
			return new Content(null, TokenList.unusable("%s cannot be read".formatted(this.name)));
		}
		if (bytes.length > MAX_LENGTH) {
			return new Content(bytes, TokenList.unusable("%s has more than %d bytes".formatted(this.name, MAX_LENGTH)));
		}
		return new Content(bytes, this.parser.apply(new String(bytes, StandardCharsets.UTF_8)));
	}

	/**
	 * Reads one byte more than allowed at most; null if that is impossible.
	 */
	private byte @Nullable [] read() {
		try (InputStream in = RegularFile.open(this.file)) {
			return in.readNBytes(MAX_LENGTH + 1);
		}
		catch (IOException ex) {
			logger.debug("{} cannot be read", this.name, ex);
			return null;
		}
	}

	private static final class Content {

		private final byte @Nullable [] bytes;

		private final TokenList list;

		private Content(byte @Nullable [] bytes, TokenList list) {
			this.bytes = bytes;
			this.list = list;
		}

		private boolean isOf(byte @Nullable [] others) {
			return Arrays.equals(this.bytes, others);
		}

		private TokenList list() {
			return this.list;
		}

	}

}
