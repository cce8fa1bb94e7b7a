package dev.registrysync.events;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.registrysync.history.ChangeLog;
import dev.registrysync.history.RecordedHistory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The feed over real sockets, and nothing else of the service.
 */
class ManyReadersTest {

	private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private static final int LIVE = 180;

	private static final int STALLED = 20;

	private static final int REVISIONS = 500;

	/** So much that a server would have to keep it for a reader that does not read. */
	private static final String[] IDS = IntStream.range(0, 4)
		.mapToObj((i) -> "agent-%d-%s".formatted(i, "x".repeat(200)))
		.toArray(String[]::new);

	@TempDir
	private Path directory;

	private static RecordedHistory history;

	private ServletWebServerApplicationContext server;

	private final List<Socket> sockets = new ArrayList<>();

	/**
	 * Starts the server.
	 * @param patience how long it waits for a reader that does not read
	 */
	private void start(Duration patience) {
		history = new RecordedHistory(this.directory, REVISIONS);
		SpringApplication application = new SpringApplication(OnlyTheFeed.class);
		this.server = (ServletWebServerApplicationContext) application.run("--server.port=0",
				"--server.tomcat.connection-timeout=" + patience, "--registry-sync.events.max-readers=500",
				"--spring.main.lazy-initialization=true");
	}

	@AfterEach
	void stop() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.server.close();
	}

	private int port() {
		return this.server.getWebServer().getPort();
	}

	private void stall() throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(4096);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
		socket.getOutputStream()
			.write("GET /events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0-0\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII));
		this.sockets.add(socket);
	}

	private static long usedMemory() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@Test
	void liveReadersSeeEachEventOnceAndInOrderWhileOthersNeverRead() throws Exception {
		start(Duration.ofDays(1));
		HttpClient client = HttpClient.newHttpClient();
		List<LiveReader> readers = new ArrayList<>();
		for (int i = 0; i < LIVE; i++) {
			readers.add(LiveReader.open(client, port(), "0-0"));
		}
		for (int i = 0; i < STALLED; i++) {
			stall();
		}
		for (LiveReader reader : readers) {
			reader.awaitOpen();
		}
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		ROOT.addAppender(log);
		try {
			long before = usedMemory();
			for (int i = 0; i < REVISIONS; i++) {
				history.commit(IDS);
			}
			List<String> expected = IntStream.rangeClosed(1, REVISIONS)
				.boxed()
				.flatMap((revision) -> IntStream.rangeClosed(1, IDS.length).mapToObj((i) -> revision + "-" + i))
				.toList();
			for (LiveReader reader : readers) {
				assertThat(reader.awaitIds(expected.size())).isEqualTo(expected);
			}
			long grown = usedMemory() - before;
			assertThat(grown).as("what all of it would take for each stalled reader").isLessThan(STALLED * 2_000_000L);
			assertThat(List.copyOf(log.list)).noneMatch((line) -> line.getLevel().isGreaterOrEqual(Level.WARN));
			LiveReader resumed = LiveReader.open(client, port(), "250-2");
			assertThat(resumed.awaitIds(expected.size() - 998)).isEqualTo(expected.subList(998, expected.size()));
		}
		finally {
			ROOT.detachAppender(log);
		}
	}

	@Test
	void readersThatNeverReadAreGivenUp() throws IOException {
		start(Duration.ofSeconds(1));
		for (int i = 0; i < STALLED; i++) {
			stall();
		}
		FeedReaders open = this.server.getBean(FeedReaders.class);
		await().forever().until(() -> open.count() == STALLED);
		for (int i = 0; i < REVISIONS; i++) {
			history.commit(IDS);
		}
		await().forever().until(() -> open.count() == 0);
	}

	/**
	 * Notes the ids of the events that come.
	 */
	private static final class LiveReader implements Flow.Subscriber<String> {

		private final List<String> ids = new ArrayList<>();

		private final CountDownLatch open = new CountDownLatch(1);

		private int wanted = Integer.MAX_VALUE;

		private CompletableFuture<Void> enough = new CompletableFuture<>();

		static LiveReader open(HttpClient client, int port, String after) {
			LiveReader reader = new LiveReader();
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/events".formatted(port)))
				.header("Last-Event-ID", after)
				.build();
			client.sendAsync(request, (head) -> BodySubscribers.fromLineSubscriber(reader));
			return reader;
		}

		void awaitOpen() throws InterruptedException {
			this.open.await();
		}

		List<String> awaitIds(int count) throws Exception {
			synchronized (this) {
				this.wanted = count;
				check();
			}
			this.enough.get();
			synchronized (this) {
				return List.copyOf(this.ids);
			}
		}

		private void check() {
			if (this.ids.size() >= this.wanted) {
				this.enough.complete(null);
			}
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public synchronized void onNext(String line) {
			this.open.countDown();
			if (line.startsWith("id:")) {
				this.ids.add(line.substring(3));
				check();
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.enough.completeExceptionally(failure);
		}

		@Override
		public void onComplete() {
			this.enough.completeExceptionally(new IOException("the stream has ended"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
			WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class })
	@EnableConfigurationProperties(EventsProperties.class)
	@Import(EventsController.class)
	static class OnlyTheFeed {

		private final EventsConfiguration events = new EventsConfiguration();

		@Bean
		ChangeLog changeLog() {
			return history.log();
		}

		@Bean
		ChangeFeed changeFeed(ChangeLog log) {
			return this.events.changeFeed(log);
		}

		@Bean
		FeedReaders feedReaders(ChangeFeed feed, EventsProperties settings) {
			return this.events.feedReaders(feed, settings);
		}

		/**
		 * The system would buffer megabytes for a reader that does not read.
		 */
		@Bean
		WebServerFactoryCustomizer<TomcatServletWebServerFactory> smallBuffers() {
			return (tomcat) -> tomcat
				.addConnectorCustomizers((connector) -> connector.setProperty("socket.txBufSize", "8192"));
		}

	}

}
