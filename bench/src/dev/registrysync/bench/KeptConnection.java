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
 * Asks for one path again and again over one connection, and opens a new one when the
 * server closes it. It takes little CPU time, which the server then has.
 */
final class KeptConnection implements AutoCloseable {

	private final URI server;

	private final byte[] request;

	private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

	private Socket socket;

	private InputStream in;

	/**
	 * @param url of the server
	 * @param headers names and values in turn
	 */
	KeptConnection(String url, String path, String... headers) throws IOException {
		this.server = URI.create(url);
		StringBuilder text = new StringBuilder(
				"GET %s HTTP/1.1\r\nHost: %s\r\n".formatted(path, this.server.getAuthority()));
		for (int i = 0; i < headers.length; i += 2) {
			text.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
		}
		this.request = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
		connect();
	}

	private void connect() throws IOException {
		this.socket = new Socket(this.server.getHost(), this.server.getPort());
		this.socket.setTcpNoDelay(true);
		this.in = new BufferedInputStream(this.socket.getInputStream(), 1 << 16);
	}

	/**
	 * Asks once.
	 * @return the answer as it came: status line, headers, and body with its framing
	 */
	byte[] ask() throws IOException {
		this.socket.getOutputStream().write(this.request);
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
