package dev.registrysync.problem;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stops reading a request's body at 1 MiB, whatever its headers say.
 */
@Component
class RequestSizeFilter extends OncePerRequestFilter {

	static final long LIMIT = 1 << 20;

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(new BoundedRequest(request), response);
	}

	private static final class BoundedRequest extends HttpServletRequestWrapper {

		private BoundedRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			return new BoundedInputStream(super.getInputStream());
		}

	}

	private static final class BoundedInputStream extends ServletInputStream {

		private final ServletInputStream stream;

		private long left = LIMIT;

		private BoundedInputStream(ServletInputStream stream) {
			this.stream = stream;
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
				throw new RequestTooLargeException(LIMIT);
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
