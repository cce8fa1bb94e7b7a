package dev.registrysync.problem;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stops reading a request's body at 1 MiB, whatever its headers say, and after 30
 * seconds, however steadily it drips. Refuses a body of which the header says only a
 * range of media types.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE - 1)
class RequestBodyFilter extends OncePerRequestFilter {

	static final long LIMIT = 1 << 20;

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final LongSupplier nanos;

	RequestBodyFilter() {
		this(System::nanoTime);
	}

	RequestBodyFilter(LongSupplier nanos) {
		this.nanos = nanos;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (isWildcard(request.getContentType())) {
			ProblemAnswer.write(request, response, new ProblemException(ProblemCode.UNSUPPORTED_MEDIA_TYPE,
					"The Content-Type names a range of media types."));
		}
		else {
			chain.doFilter(new BoundedRequest(request, this.nanos), response);
		}
	}

	private static boolean isWildcard(@Nullable String contentType) {
		return contentType != null && contentType.split(";", 2)[0].contains("*");
	}

	private static final class BoundedRequest extends HttpServletRequestWrapper {

		private final LongSupplier nanos;

		private BoundedRequest(HttpServletRequest request, LongSupplier nanos) {
			super(request);
			this.nanos = nanos;
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			return new BoundedInputStream(super.getInputStream(), this.nanos);
		}

	}

	private static final class BoundedInputStream extends ServletInputStream {

		private final ServletInputStream stream;

		private final LongSupplier nanos;

		private final long start;

		private long left = LIMIT;

		private BoundedInputStream(ServletInputStream stream, LongSupplier nanos) {
			this.stream = stream;
			this.nanos = nanos;
			this.start = nanos.getAsLong();
		}

		@Override
		public int read() throws IOException {
			int next = this.stream.read();
			count((next < 0) ? 0 : 1);
			return next;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int count = this.stream.read(bytes, offset, length);
			count(Math.max(0, count));
			return count;
		}

		private void count(int bytes) throws IOException {
			this.left -= bytes;
			if (this.left < 0) {
				throw RequestCutException.tooLarge(LIMIT);
			}
			if (this.nanos.getAsLong() - this.start > PATIENCE.toNanos()) {
				throw RequestCutException.tooSlow();
			}
		}

		@Override
		public boolean isFinished() {
			return this.stream.isFinished();
		}

		@Override
		public boolean isReady() {
			return this.stream.isReady();
		}

		@Override
		public void setReadListener(ReadListener listener) {
			this.stream.setReadListener(listener);
		}

	}

}
