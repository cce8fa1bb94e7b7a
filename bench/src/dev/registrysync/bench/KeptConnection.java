package dev.registrysync.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An HTTP connection that is kept, and opened again when the server closes it. It takes
 * little CPU time, which the server then has.
 */
final class KeptConnection implements AutoCloseable {

	private final URI server;

	private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

	private Socket socket;

	private InputStream in;

	KeptConnection(String url) throws IOException {
		this.server = URI.create(url);
		this.socket = new Socket();
		this.in = InputStream.nullInputStream();
		connect();
	}

	private void connect() throws IOException {
		this.socket = new Socket(this.server.getHost(), this.server.getPort());
		this.socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(this.socket.getInputStream(), 1 << 16);
	}

	/**
	 * The bytes of a request.
	 * @param body empty for none
	 * @param headers names and values in turn
	 */
	static byte[] request(String method, String path, String body, String... headers) {
		StringBuilder text = new StringBuilder("%s %s HTTP/1.1\r\nHost: localhost\r\n".formatted(method, path));
		for (int i = 0; i < headers.length; i += 2) {
			text.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
		}
		if (!body.isEmpty()) {
			text.append("Content-Length: ").append(body.length()).append("\r\n");
		}
		return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Sends a request.
	 * @return the answer as it came: status line, headers, and body with its framing
	 */
	byte[] send(byte[] request) throws IOException {
		this.socket.getOutputStream().write(request);
		this.answer.reset();
		boolean chunked = false;
		boolean close = false;
		int length = 0;
		for (String line = line(); !line.isEmpty(); line = line()) {
			String header = line.toLowerCase(Locale.ROOT);
			chunked |= header.equals("transfer-encoding: chunked");
			close |= header.equals("connection: close");
			length = header.startsWith("content-length:") ? Integer.parseInt(header.substring(15).trim()) : length;
		}
		if (chunked) {
			chunks();
		}
		else {
			take(length);
		}
		if (close) {
			close();
			connect();
		}
		return this.answer.toByteArray();
	}

	private void chunks() throws IOException {
		int length = Integer.parseInt(line(), 16);
		while (length > 0) {
			take(length);
			line();
			length = Integer.parseInt(line(), 16);
		}
		line();
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		int next = read();
		while (next != '\n') {
			line.append((char) next);
			next = read();
		}
		return line.toString().stripTrailing();
	}

	private int read() throws IOException {
		int next = this.in.read();
		if (next < 0) {
			throw new EOFException("the answer ended too early: " + this.answer);
		}
		this.answer.write(next);
		return next;
	}

	private void take(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("the body ended too early");
		}
		this.answer.writeBytes(bytes);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
