package dev.registrysync.coordinator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * A server on a real socket that answers byte by byte as a test wants it, one connection
 * after the other.
 */
public final class RawServer implements AutoCloseable {

	private final ServerSocket server;

	private final Answer answer;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final CountDownLatch hungUp = new CountDownLatch(1);

	private volatile boolean closed;

	private RawServer(ServerSocket server, Answer answer) {
		this.server = server;
		this.answer = answer;
	}

	public static RawServer answering(Answer answer) throws IOException {
		RawServer raw = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answer);
		Thread thread = new Thread(raw::serve, "raw-server");
		thread.setDaemon(true);
		thread.start();
		return raw;
	}

	static RawServer sending(String answer) throws IOException {
		return answering((request, socket, out) -> out.write(answer.getBytes(StandardCharsets.UTF_8)));
	}

	public static void reset(Socket socket) throws SocketException {
		socket.setSoLinger(true, 0);
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort());
	}

	List<String> requests() {
		return this.requests;
	}

	/**
	 * Waits until a client closed its connection in the middle of an answer.
	 */
	void awaitHangUp() throws InterruptedException {
		this.hungUp.await();
	}

	/**
	 * Writes to the connection again and again until the client closes it.
	 */
	public static void drip(OutputStream out, String drop) throws IOException, InterruptedException {
		while (true) {
			out.write(drop.getBytes(StandardCharsets.UTF_8));
			out.flush();
			Thread.sleep(10);
		}
	}

	private void serve() {
		while (!this.closed) {
			try (Socket socket = this.server.accept()) {
				String request = request(socket);
				this.requests.add(request);
				this.answer.to(request, socket, socket.getOutputStream());
			}
			catch (IOException ex) {
				this.hungUp.countDown();
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private static String request(Socket socket) throws IOException {
		BufferedReader in = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
		return in.lines().takeWhile((line) -> !line.isEmpty()).collect(Collectors.joining("\n"));
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		this.server.close();
	}

	@FunctionalInterface
	public interface Answer {

		void to(String request, Socket socket, OutputStream out) throws IOException, InterruptedException;

	}

}
