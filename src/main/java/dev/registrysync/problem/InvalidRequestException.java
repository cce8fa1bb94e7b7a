package dev.registrysync.problem;

import java.util.List;
import java.util.Map;

/**
 * One member of a request is not what the call takes.
 */
public class InvalidRequestException extends ProblemException {

	/**
	 * Names the member.
	 * @param member where it is, as in {@code ids[3]}
	 * @param message what is wrong with it
	 */
	public InvalidRequestException(String member, String message) {
		super(ProblemCode.INVALID_REQUEST, "\"%s\" %s.".formatted(member, message),
				Map.of("errors", List.of(new MemberError(member, message))));
	}

	/**
	 * What is wrong with which member.
	 *
	 * @param member where it is, as in {@code ids[3]}
	 * @param message what is wrong with it
	 */
	public record MemberError(String member, String message) {
	}

}
