package dev.registrysync.coordinator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CoordinatorFaultsTest {

	private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

	private static final DataSize SMALL = DataSize.ofMegabytes(1);

	@Test
	void aCoordinatorThatIsDownIsUnreachableAndAskedTwice() throws IOException {
		URI nobody;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			nobody = URI.create("http://127.0.0.1:" + free.getLocalPort());
		}
		AtomicInteger pauses = new AtomicInteger();
		CoordinatorClient client = Coordinators.client(nobody, null, Coordinators.PATIENT, SMALL,
				pauses::incrementAndGet);
		NoAnswerException failure = noAnswer(() -> client.pull(Kind.AGENTS));
		assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_UNREACHABLE);
		assertThat(failure.data()).containsOnlyKeys("source", "kind")
			.containsEntry("source", "default")
			.containsEntry("kind", "agents");
		assertThat(failure).hasMessage("GET %s/registry/agents: nothing accepts connections there", nobody);
		assertThat(pauses).hasValue(1);
	}

	@Test
	void aNameThatNobodyKnowsIsUnreachable() {
		CoordinatorClient client = Coordinators.client(URI.create("http://coordinator.invalid:8000"));
		NoAnswerException failure = noAnswer(() -> client.pull(Kind.AGENTS));
		assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_UNREACHABLE);
		assertThat(failure).hasMessageEndingWith("the host name is not known");
	}

	@Test
	void headersThatDoNotComeInTimeAreATimeoutAndAskedForExactlyTwice() throws Exception {
		CountDownLatch done = new CountDownLatch(1);
		AtomicInteger connections = new AtomicInteger();
		try (RawServer server = RawServer.answering((request, socket, out) -> {
			connections.incrementAndGet();
			drainUntilClosed(socket);
			if (connections.get() == 2) {
				done.countDown();
			}
		})) {
			CoordinatorClient client = Coordinators.client(server.url(), null, Coordinators.IMPATIENT, SMALL);
			NoAnswerException failure = noAnswer(() -> client.pull(Kind.AGENTS));
			assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_TIMEOUT);
			assertThat(failure.data()).doesNotContainKey("coordinator_status");
			done.await();
			assertThat(server.requests()).hasSize(2);
		}
	}

	@Test
	void aSecondQuestionThatIsAnsweredIsAsGoodAsTheFirst() throws Exception {
		AtomicInteger connections = new AtomicInteger();
		try (RawServer server = RawServer.answering((request, socket, out) -> {
			if (connections.incrementAndGet() == 1) {
				RawServer.reset(socket);
			}
			else {
				out.write((OK + "Content-Length: 8\r\n\r\n{\"a\":{}}").getBytes(StandardCharsets.UTF_8));
			}
		})) {
			assertThat(Coordinators.client(server.url()).pull(Kind.AGENTS)).isInstanceOf(Pull.Answered.class);
		}
	}

	@Test
	void aBodyThatDripsForEverIsATimeoutAndNotAskedForAgain() throws Exception {
		try (RawServer server = RawServer.answering((request, socket, out) -> {
			out.write((OK + "Content-Length: 100000\r\n\r\n{").getBytes(StandardCharsets.UTF_8));
			RawServer.drip(out, " ");
		})) {
			CoordinatorClient client = Coordinators.client(server.url(), null, Coordinators.IMPATIENT, SMALL);
			NoAnswerException failure = noAnswer(() -> client.pull(Kind.AGENTS));
			assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_TIMEOUT);
			assertThat(failure.data()).containsEntry("coordinator_status", 200);
			server.awaitHangUp();
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void headersThatDripForEverAreATimeout() throws Exception {
		try (RawServer server = RawServer.answering((request, socket, out) -> {
			out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.UTF_8));
			RawServer.drip(out, "X-Drop: 1\r\n");
		})) {
			CoordinatorClient client = Coordinators.client(server.url(), null, Coordinators.IMPATIENT, SMALL);
			assertThat(noAnswer(() -> client.pull(Kind.AGENTS)).code()).isEqualTo(ProblemCode.COORDINATOR_TIMEOUT);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aConnectionThatEndsWithoutAnAnswerIsUnreachableAndAskedForExactlyTwice(boolean reset) throws Exception {
		try (RawServer server = RawServer.answering((request, socket, out) -> {
			if (reset) {
				RawServer.reset(socket);
			}
		})) {
			NoAnswerException failure = noAnswer(() -> Coordinators.client(server.url()).pull(Kind.TOOLS));
			assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_UNREACHABLE);
			assertThat(failure.data()).containsEntry("kind", "tools");
			assertThat(server.requests()).hasSize(2);
		}
	}

	/**
	 * The server sends more than the system buffers, so the client has read the headers
	 * when the connection is reset.
	 */
	@Test
	void aConnectionThatIsResetInTheMiddleOfTheBodyIsABrokenAnswerAndNotAskedForAgain() throws Exception {
		try (RawServer server = RawServer.answering((request, socket, out) -> {
			out.write((OK + "Content-Length: 67108864\r\n\r\n{\"a\":{\"agent_").getBytes(StandardCharsets.UTF_8));
			flood(out::write, new AtomicLong(), 33_554_432);
			RawServer.reset(socket);
		})) {
			CoordinatorClient client = Coordinators.client(server.url(), null, Coordinators.PATIENT,
					DataSize.ofMegabytes(128));
			BadAnswerException failure = badAnswer(() -> client.pull(Kind.AGENTS));
			assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_BROKEN_JSON);
			assertThat(failure.data()).containsEntry("coordinator_status", 200);
			assertThat(server.requests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "100", "3" })
	void aContentLengthThatLiesIsABrokenAnswer(int length) throws Exception {
		try (RawServer server = RawServer.sending(OK + "Content-Length: " + length + "\r\n\r\n{\"a\":{}}")) {
			BadAnswerException failure = badAnswer(() -> Coordinators.client(server.url()).pull(Kind.AGENTS));
			assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_BROKEN_JSON);
		}
	}

	@Test
	void anAnswerThatIsAnnouncedTooLargeIsNotRead() throws Exception {
		AtomicLong sent = new AtomicLong();
		try (RawServer server = RawServer.answering((request, socket, out) -> {
			out.write((OK + "Content-Length: 209715200\r\n\r\n").getBytes(StandardCharsets.UTF_8));
			flood(out::write, sent, 209_715_200);
		})) {
			BadAnswerException failure = badAnswer(() -> Coordinators.client(server.url()).pull(Kind.AGENTS));
			assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_ANSWER_TOO_LARGE);
			server.awaitHangUp();
			assertThat(sent.get()).isLessThan(209_715_200);
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void anAnswerThatTurnsOutTooLargeIsNotReadToItsEnd() throws Exception {
		AtomicLong sent = new AtomicLong();
		try (RawServer server = RawServer.answering((request, socket, out) -> {
			out.write((OK + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
			flood(out::write, sent, 209_715_200);
		})) {
			BadAnswerException failure = badAnswer(() -> Coordinators.client(server.url()).pull(Kind.AGENTS));
			assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_ANSWER_TOO_LARGE);
			assertThat(failure).hasMessageEndingWith("the answer has more than 1048576 bytes");
			server.awaitHangUp();
			assertThat(sent.get()).isLessThan(209_715_200);
		}
	}

	@Test
	void anAnswerOfExactlyTheLargestSizeIsTaken() throws Exception {
		String body = "{\"a\":{}}" + " ".repeat(1024 * 1024 - 8);
		try (RawServer server = RawServer.sending(OK + "Content-Length: 1048576\r\n\r\n" + body)) {
			assertThat(Coordinators.client(server.url()).pull(Kind.AGENTS)).isInstanceOf(Pull.Answered.class);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-ERR unknown command\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}" })
	void whatDoesNotSpeakHttpIsABadAnswer(String answer) throws Exception {
		try (RawServer server = RawServer.sending(answer)) {
			ProblemException failure = catchThrowableOfType(ProblemException.class,
					() -> Coordinators.client(server.url()).pull(Kind.AGENTS));
			assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_NOT_JSON);
			assertThat(failure).isInstanceOf(BadAnswerException.class);
			assertThat(failure.detail()).doesNotContain("ERR").doesNotContain("SSH").doesNotContain("many");
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void httpsToAPortThatSpeaksHttpIsUnreachable() throws Exception {
		try (RawServer server = RawServer.sending("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
			URI url = URI.create("https://127.0.0.1:" + server.url().getPort());
			CoordinatorClient client = Coordinators.client(url, null, Coordinators.IMPATIENT, SMALL);
			assertThat(noAnswer(() -> client.pull(Kind.AGENTS)).code()).isIn(ProblemCode.COORDINATOR_UNREACHABLE,
					ProblemCode.COORDINATOR_TIMEOUT);
		}
	}

	@Test
	void anInterruptEndsThePullAndStaysSet() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		try (RawServer server = RawServer.answering((request, socket, out) -> {
			asked.countDown();
			drainUntilClosed(socket);
		})) {
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread puller = new Thread(() -> {
				try {
					Coordinators.client(server.url()).pull(Kind.AGENTS);
				}
				catch (CancellationException ex) {
					interrupted.complete(Thread.currentThread().isInterrupted());
				}
			});
			puller.start();
			asked.await();
			puller.interrupt();
			assertThat(interrupted.get()).isTrue();
		}
	}

	private static void flood(Sink sink, AtomicLong sent, long total) throws IOException {
		byte[] block = new byte[64 * 1024];
		Arrays.fill(block, (byte) ' ');
		while (sent.get() < total) {
			sink.write(block);
			sent.addAndGet(block.length);
		}
	}

	private static void drainUntilClosed(Socket socket) {
		try {
			while (socket.getInputStream().read() >= 0) {
				Thread.onSpinWait();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static NoAnswerException noAnswer(ThrowingCallable call) {
		return catchThrowableOfType(NoAnswerException.class, call);
	}

	private static BadAnswerException badAnswer(ThrowingCallable call) {
		return catchThrowableOfType(BadAnswerException.class, call);
	}

	@FunctionalInterface
	private interface Sink {

		void write(byte[] bytes) throws IOException;

	}

}
