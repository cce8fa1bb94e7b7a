package dev.registrysync.coordinator;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.volume.FileFailure;
import dev.registrysync.volume.RegularFile;

/**
 * The token that a coordinator asks for, read from its file at each pull, so that a new
 * one counts without a restart. Prints {@code [redacted]}.
 */
final class CoordinatorToken {

	/** The header of bearer tokens (RFC 6750). */
	static final String AUTHORIZATION = "Authorization";

	private static final int MAX_LENGTH = 16 * 1024;

	private static final String REDACTED = "[redacted]";

	private final String value;

	private CoordinatorToken(String value) {
		this.value = value;
	}

	/**
	 * Reads the file: one line, its end may be missing.
	 * @throws BadAnswerException if it cannot be read or does not hold one token
	 */
	static CoordinatorToken read(Path file, Question question) {
		try (InputStream in = RegularFile.open(file)) {
			byte[] bytes = in.readNBytes(MAX_LENGTH + 1);
			String token = new String(bytes, StandardCharsets.ISO_8859_1).strip();
			Arrays.fill(bytes, (byte) 0);
			if (token.isEmpty()) {
				throw unusable(question, file, "is empty");
			}
			if (token.length() > MAX_LENGTH || !token.chars().allMatch((c) -> c > ' ' && c <= '~')) {
				throw unusable(question, file, "holds something else than one token of printable ASCII characters");
			}
			return new CoordinatorToken(token);
		}
		catch (IOException ex) {
			throw unusable(question, file, "cannot be read (%s)".formatted(FileFailure.reason(ex)));
		}
	}

	private static BadAnswerException unusable(Question question, Path file, String defect) {
		String detail = "not asked, since the file %s of registry-sync.coordinators.%s.token-file %s"
			.formatted(file.toAbsolutePath(), question.source(), defect);
		return question.bad(ProblemCode.COORDINATOR_UNAUTHORIZED, detail, null);
	}

	void authorize(HttpRequest.Builder request, String header) {
		request.header(header, header.equalsIgnoreCase(AUTHORIZATION) ? "Bearer " + this.value : this.value);
	}

	/**
	 * A text from the coordinator without the token, should it be in there.
	 */
	String redactIn(String text) {
		return text.replace(this.value, REDACTED);
	}

	@Override
	public String toString() {
		return REDACTED;
	}

}
