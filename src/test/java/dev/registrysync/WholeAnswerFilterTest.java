package dev.registrysync;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

import static org.assertj.core.api.Assertions.assertThat;

class WholeAnswerFilterTest {

	private final LateValve late = new LateValve();

	private final WebServer server = start();

	@AfterEach
	void stop() {
		this.late.answered.countDown();
		this.server.stop();
	}

	@Test
	void callerHasTheWholeAnswerWhileTheCallCountsAsActive() throws Exception {
		HttpResponse<String> answer = get("/answer");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Length")).hasValue("5");
		assertThat(answer.body()).isEqualTo("whole");
		assertThat(this.late.hasCall()).isTrue();
	}

	@Test
	void leavesWhatIsRefusedToWhoeverDescribesIt() throws Exception {
		this.late.answered.countDown();
		HttpResponse<String> answer = get("/refusal");
		assertThat(answer.statusCode()).isEqualTo(409);
		assertThat(answer.body()).contains("described by the container");
	}

	@Test
	void whoeverHasGoneIsNoFailure() throws Exception {
		HttpServletResponse gone = new HttpServletResponseWrapper(new MockHttpServletResponse()) {

			@Override
			public ServletOutputStream getOutputStream() throws IOException {
				throw new AsyncRequestNotUsableException("the caller has gone");
			}

		};
		MockFilterChain chain = new MockFilterChain();
		new WholeAnswerFilter().doFilter(new MockHttpServletRequest(), gone, chain);
		assertThat(chain.getRequest()).isNotNull();
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:" + this.server.getPort() + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
	}

	private WebServer start() {
		TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(0);
		factory.addEngineValves(this.late);
		WebServer started = factory.getWebServer(new FilterRegistrationBean<>(new WholeAnswerFilter()),
				new ServletRegistrationBean<>(new Answers(), "/answer", "/refusal"));
		started.start();
		return started;
	}

	private static final class Answers extends HttpServlet {

		@Override
		protected void doGet(HttpServletRequest request, HttpServletResponse response)
				throws ServletException, IOException {
			if (request.getRequestURI().equals("/refusal")) {
				response.sendError(409, "described by the container");
			}
			else {
				response.getOutputStream().print("whole");
			}
		}

	}

	/**
	 * Stands between the end of a call and the sending of its answer, and keeps the call
	 * until its caller has the answer.
	 */
	private static final class LateValve extends ValveBase {

		private final CountDownLatch answered = new CountDownLatch(1);

		private volatile boolean left;

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			getNext().invoke(request, response);
			try {
				this.answered.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.left = true;
		}

		private boolean hasCall() {
			return !this.left;
		}

	}

}
