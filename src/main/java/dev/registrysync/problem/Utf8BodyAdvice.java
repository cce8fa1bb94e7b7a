package dev.registrysync.problem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import dev.registrysync.problem.InvalidRequestException.MemberError;
import dev.registrysync.registry.Text;
import dev.registrysync.registry.Utf8;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.AbstractJacksonHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/**
 * Refuses JSON bodies that are not valid UTF-8: Jackson accepts overlong forms and code
 * points above U+10FFFF.
 */
@RestControllerAdvice
class Utf8BodyAdvice extends RequestBodyAdviceAdapter {

	@Override
	public boolean supports(MethodParameter parameter, Type target,
			Class<? extends HttpMessageConverter<?>> converter) {
		return AbstractJacksonHttpMessageConverter.class.isAssignableFrom(converter);
	}

	@Override
	public HttpInputMessage beforeBodyRead(HttpInputMessage message, MethodParameter parameter, Type target,
			Class<? extends HttpMessageConverter<?>> converter) throws IOException {
		byte[] body = message.getBody().readAllBytes();
		long defect = Utf8.findDefect(Text.of(body));
		if (defect >= 0) {
			String where = "the body is not valid UTF-8 at byte %d".formatted(defect);
			throw new ProblemException(ProblemCode.INVALID_REQUEST,
					"The body is not valid UTF-8 at byte %d.".formatted(defect),
					Map.of("errors", List.of(new MemberError("", where))));
		}
		return new CheckedBody(message.getHeaders(), body);
	}

	private record CheckedBody(HttpHeaders headers, byte[] body) implements HttpInputMessage {

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.body);
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

	}

}
