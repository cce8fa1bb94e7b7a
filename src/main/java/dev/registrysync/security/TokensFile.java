package dev.registrysync.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with a token's name, roles and hash in each line. It is read again when it
 * changed, so that a line that is taken out counts at once; a file that cannot be used
 * any more leaves what was read last in force, and says so.
 */
final class TokensFile implements Supplier<List<KnownToken>> {

	private static final Logger logger = LoggerFactory.getLogger(TokensFile.class);

	private static final long MAX_LENGTH = 1 << 20;

	private final Path file;

	private volatile Content content;

	/**
	 * Reads it.
	 * @throws ProblemException if it cannot be used
	 */
	TokensFile(Path file) {
		this.file = file;
		try {
			this.content = new Content(stamp(), read());
		}
		catch (IOException ex) {
			throw TokenText.unusable(name(), "cannot be read");
		}
	}

	@Override
	public List<KnownToken> get() {
		Content known = this.content;
		try {
			Stamp stamp = stamp();
			if (!stamp.equals(known.stamp())) {
				this.content = new Content(stamp, reread(known));
			}
		}
		catch (IOException ex) {
			if (!known.lost()) {
				logger.error("{} cannot be read any more; the tokens that it named last still count", name());
				this.content = known.asLost();
			}
		}
		return this.content.tokens();
	}

	private List<KnownToken> reread(Content known) throws IOException {
		try {
			List<KnownToken> tokens = read();
			logger.info("{} was read again: {} tokens", name(), tokens.size());
			return tokens;
		}
		catch (ProblemException ex) {
			logger.error("{}; the tokens that the file named before still count", ex.detail());
			return known.tokens();
		}
	}

	private Stamp stamp() throws IOException {
		return new Stamp(Files.getLastModifiedTime(this.file), Files.size(this.file));
	}

	private List<KnownToken> read() throws IOException {
		if (Files.size(this.file) > MAX_LENGTH) {
			throw TokenText.unusable(name(), "has more than %d bytes".formatted(MAX_LENGTH));
		}
		List<KnownToken> tokens = new ArrayList<>();
		String[] lines = new String(Files.readAllBytes(this.file), StandardCharsets.UTF_8).split("\\R");
		for (int i = 0; i < lines.length; i++) {
			if (!lines[i].isBlank() && !lines[i].startsWith("#")) {
				tokens.add(TokenText.ofLine("%s, line %d,".formatted(name(), i + 1), lines[i]).parse());
			}
		}
		if (tokens.isEmpty()) {
			throw TokenText.unusable(name(), "names no token");
		}
		return List.copyOf(tokens);
	}

	private String name() {
		return "The tokens file %s".formatted(this.file.toAbsolutePath());
	}

	private record Stamp(FileTime modified, long size) {
	}

	/**
	 * What was read.
	 *
	 * @param lost whether the file could not be looked at since
	 */
	private record Content(Stamp stamp, List<KnownToken> tokens, boolean lost) {

		private Content(Stamp stamp, List<KnownToken> tokens) {
			this(stamp, tokens, false);
		}

		private Content asLost() {
			return new Content(this.stamp, this.tokens, true);
		}

	}

}
