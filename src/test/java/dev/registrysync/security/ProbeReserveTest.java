package dev.registrysync.security;

import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.StandardServletAsyncWebRequest;
import org.springframework.web.context.request.async.WebAsyncManager;
import org.springframework.web.context.request.async.WebAsyncUtils;

import static org.assertj.core.api.Assertions.assertThat;

class ProbeReserveTest {

	private final ProbeReserve reserve = new ProbeReserve(2, new Refusals());

	@Test
	void anAnswerThatIsThereIsFinishedAlthoughAllThreadsAreBusy() throws Exception {
		MockHttpServletRequest streamed = request("/registry/agents");
		MockHttpServletResponse answer = new MockHttpServletResponse();
		answer.getWriter().write("{}");
		answer.flushBuffer();
		WebAsyncManager manager = WebAsyncUtils.getAsyncManager(streamed);
		manager.setAsyncWebRequest(new StandardServletAsyncWebRequest(streamed, answer));
		DeferredResult<String> result = new DeferredResult<>();
		manager.startDeferredResultProcessing(result);
		result.setResult("ended");
		streamed.setDispatcherType(DispatcherType.ASYNC);

		MockFilterChain finished = new MockFilterChain();
		MockFilterChain begun = new MockFilterChain();
		MockHttpServletResponse refusal = new MockHttpServletResponse();
		this.reserve.doFilter(request("/sources"), new MockHttpServletResponse(), (request, response) -> {
			this.reserve.doFilter(streamed, answer, finished);
			this.reserve.doFilter(request("/keys"), refusal, begun);
		});

		assertThat(finished.getRequest()).isNotNull();
		assertThat(answer.getContentAsString()).isEqualTo("{}");
		assertThat(begun.getRequest()).isNull();
		assertThat(refusal.getStatus()).isEqualTo(429);
	}

	private static MockHttpServletRequest request(String path) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
		request.setAsyncSupported(true);
		return request;
	}

}
