package dev.registrysync.problem;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.servlet.FilterChain;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequestBodyFilterTest {

	private final AtomicLong nanos = new AtomicLong();

	private void read(int length, FilterChain reader) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/sync");
		request.setContent(new byte[length]);
		new RequestBodyFilter(this.nanos::get).doFilter(request, new MockHttpServletResponse(), reader);
	}

	@Test
	void readsABodyOfTheLargestSize() throws Exception {
		read(1 << 20, (request, response) -> assertThat(request.getInputStream().readAllBytes()).hasSize(1 << 20));
	}

	@Test
	void stopsAtTheFirstByteThatIsTooMuch() throws Exception {
		read((1 << 20) + 1,
				(request, response) -> assertThatExceptionOfType(RequestCutException.class)
					.isThrownBy(() -> request.getInputStream().readAllBytes())
					.satisfies((cut) -> assertThat(cut.toProblem().code()).isEqualTo(ProblemCode.REQUEST_TOO_LARGE)));
	}

	@Test
	void losesItsPatienceWithABodyThatDrips() throws Exception {
		read(100, (request, response) -> {
			InputStream body = request.getInputStream();
			this.nanos.addAndGet(RequestBodyFilter.PATIENCE.toNanos());
			assertThat(body.read()).isZero();
			this.nanos.incrementAndGet();
			assertThatExceptionOfType(RequestCutException.class).isThrownBy(body::read)
				.satisfies((cut) -> assertThat(cut.toProblem().code()).isEqualTo(ProblemCode.REQUEST_TIMEOUT));
		});
	}

}
