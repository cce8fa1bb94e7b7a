package dev.registrysync.keys;

import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ChallengeTest {

	@ParameterizedTest
	@ValueSource(strings = { "agent_registration:", "agent_registration:planner", "tool_registration:x:1.0.0",
			"registry-sync/v1\nregistry: x", "registry-sync/v1 rotation", "registry-sync/v2" })
	void ourOwnTextsAreRefused(String message) {
		fails(ProblemCode.SIGNING_REFUSED, message);
	}

	/** Each has another hash than ours: what it signs says nothing of a registry. */
	@ParameterizedTest
	@ValueSource(strings = { "8d5e957f297893487bd98fa830fa6413a7a5c0e0f5b1f2b8f6c1e0d9a7b3c2d1", "", "hello",
			" agent_registration:a", "Agent_registration:a", "\ufeffregistry-sync/v1", " registry-sync/v1 history",
			"registry-sync", "agent_registration", "0x19", "é😀" })
	void everythingElseIsSignedAsItIs(String message) {
		assertThat(Challenge.of(message).message()).isEqualTo(message);
	}

	@Test
	void lengthIsCountedInBytes() {
		assertThat(Challenge.of("x".repeat(4096)).message()).hasSize(4096);
		fails(ProblemCode.MESSAGE_TOO_LONG, "x".repeat(4097));
		fails(ProblemCode.MESSAGE_TOO_LONG, "é".repeat(2049));
	}

	@Test
	void aMissingTextOrHalfOfASurrogatePairIsABadRequest() {
		for (String message : new String[] { null, "\ud83d", "a\ude00b" }) {
			assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Challenge.of(message))
				.withMessageContaining("message");
		}
	}

	private static void fails(ProblemCode code, String message) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> Challenge.of(message))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

}
