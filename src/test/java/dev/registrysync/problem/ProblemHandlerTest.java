package dev.registrysync.problem;

import java.util.Objects;
import java.util.concurrent.CompletionException;

import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;

import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemHandlerTest {

	private static String code(Exception failure, int status) {
		ResponseEntity<ProblemDetail> answer = new ProblemHandler().unexpected(failure);
		assertThat(answer.getStatusCode().value()).isEqualTo(status);
		return String.valueOf(Objects.requireNonNull(answer.getBody().getProperties()).get("code"));
	}

	@Test
	void aLackOfMemoryIsToldFromAMistakeHoweverItIsWrapped() {
		OutOfMemoryError error = new OutOfMemoryError("Java heap space");
		assertThat(code(new ServletException("Handler dispatch failed", error), 507)).isEqualTo("out_of_memory");
		assertThat(code(new ServletException(new CompletionException(error)), 507)).isEqualTo("out_of_memory");
		assertThat(code(new ServletException("Handler dispatch failed", new StackOverflowError()), 500))
			.isEqualTo("internal_error");
		assertThat(code(new IllegalStateException("a mistake"), 500)).isEqualTo("internal_error");
	}

}
