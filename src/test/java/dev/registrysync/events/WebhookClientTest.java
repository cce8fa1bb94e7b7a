package dev.registrysync.events;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.registrysync.events.Delivery.Outcome;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WebhookClientTest {

	private static final byte[] BODY = "{\"events\":[]}".getBytes(StandardCharsets.US_ASCII);

	private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_795_600_000), ZoneOffset.UTC);

	@TempDir
	private Path directory;

	private Path secret;

	private HttpServer server;

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private volatile int status = 204;

	@BeforeEach
	void start() throws IOException {
		this.secret = this.directory.resolve("secret");
		Files.writeString(this.secret, "k3y\n");
		Files.setPosixFilePermissions(this.secret, PosixFilePermissions.fromString("rw-------"));
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.received.add(new Received(exchange.getRequestURI().getPath(), exchange.getRequestMethod(),
				exchange.getRequestHeaders().getFirst("Content-Type"),
				exchange.getRequestHeaders().getFirst(WebhookSigner.HEADER), exchange.getRequestBody().readAllBytes()));
		exchange.getResponseHeaders().add("Location", "/elsewhere");
		exchange.sendResponseHeaders(this.status, -1);
		exchange.close();
	}

	private Delivery post(URI url, WebhookTargets targets) {
		try (WebhookClient client = new WebhookClient("chat", url, Duration.ofMinutes(10), targets,
				new WebhookSigner(this.secret), CLOCK)) {
			return client.post(BODY);
		}
	}

	private Delivery post() {
		return post(url(), new WebhookTargets(true));
	}

	private URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/hook");
	}

	@Test
	void postsTheBodySigned() throws Exception {
		assertThat(post().isTaken()).isTrue();

		assertThat(this.received).singleElement().satisfies((request) -> {
			assertThat(request.path()).isEqualTo("/hook");
			assertThat(request.method()).isEqualTo("POST");
			assertThat(request.type()).startsWith("application/json");
			assertThat(request.body()).isEqualTo(BODY);
			assertThat(request.signature()).isEqualTo("t=1795600000,v1=" + hmac("k3y", "1795600000.{\"events\":[]}"));
		});
	}

	/**
	 * RFC 2104 by hand, for keys that fit into one block.
	 */
	private static String hmac(String key, String text) throws Exception {
		MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
		byte[] inner = pad(key, 0x36);
		byte[] outer = pad(key, 0x5c);
		sha256.update(inner);
		byte[] hash = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
		sha256.update(outer);
		return HexFormat.of().formatHex(sha256.digest(hash));
	}

	private static byte[] pad(String key, int with) {
		byte[] block = new byte[64];
		byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
		for (int i = 0; i < block.length; i++) {
			block[i] = (byte) (((i < bytes.length) ? bytes[i] : 0) ^ with);
		}
		return block;
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308 })
	void followsNoRedirect(int redirect) {
		this.status = redirect;

		assertThat(post()).isEqualTo(new Delivery(Outcome.REFUSED, "status " + redirect));
		assertThat(this.received).extracting(Received::path).containsExactly("/hook");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 410, 429, 500, 503 })
	void anotherStatusIsARefusal(int other) {
		this.status = other;

		assertThat(post()).isEqualTo(new Delivery(Outcome.REFUSED, "status " + other));
		assertThat(this.received).hasSize(1);
	}

	@Test
	void givesUpOnATargetThatHangs() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				WebhookClient client = new WebhookClient("chat",
						URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(200),
						new WebhookTargets(true), new WebhookSigner(this.secret), CLOCK)) {
			assertThat(client.post(BODY).outcome()).isEqualTo(Outcome.NO_ANSWER);
		}
	}

	@Test
	void givesUpOnATargetThatAnswersByTheByteForEver() throws Exception {
		try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				WebhookClient client = new WebhookClient("chat", URI.create("http://127.0.0.1:" + slow.getLocalPort()),
						Duration.ofMillis(500), new WebhookTargets(true), new WebhookSigner(this.secret), CLOCK)) {
			Thread drip = new Thread(() -> drip(slow));
			drip.start();

			assertThat(client.post(BODY).outcome()).isEqualTo(Outcome.NO_ANSWER);

			drip.join();
		}
	}

	private static void drip(ServerSocket slow) {
		try (Socket socket = slow.accept()) {
			socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
			while (true) {
				socket.getOutputStream().write('x');
				socket.getOutputStream().flush();
				Thread.sleep(20);
			}
		}
		catch (IOException ex) {
			// the client is gone, which is what the test is about
			assertThat(ex).isNotNull();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void nobodyThereIsNoAnswer() {
		this.server.stop(0);

		assertThat(post().outcome()).isEqualTo(Outcome.NO_ANSWER);
	}

	@Test
	void refusesAddressesOfThisMachineUnlessAllowed() {
		assertThat(post(url(), new WebhookTargets(false))).satisfies((delivery) -> {
			assertThat(delivery.outcome()).isEqualTo(Outcome.NOT_SENT);
			assertThat(delivery.detail()).contains("127.0.0.1", "registry-sync.webhooks.chat.allow-local=true");
		});
		assertThat(this.received).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.8.8.8", "0.0.0.0", "0.1.2.3", "169.254.169.254", "255.255.255.255",
			"224.0.0.1", "::1", "::", "fe80::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
			"::169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "::ffff:0:127.0.0.1",
			"100.64.0.1", "100.100.100.200", "100.127.255.255", "192.0.0.192", "198.18.0.1", "198.19.255.255",
			"240.0.0.1", "168.63.129.16", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254", "2002:7f00:1::",
			"2002:a9fe:a9fe::", "2001:0:7f00:1::", "fec0::1", "febf::1" })
	void refusesANameThatLeadsHere(String address) throws Exception {
		List<InetAddress> addresses = new ArrayList<>();
		addresses.add(InetAddress.getByName("192.0.2.1"));
		addresses.add(InetAddress.getByName(address));

		Delivery delivery = post(URI.create("http://hook.example/"),
				new WebhookTargets(false, new Names(addresses.toArray(new InetAddress[0]))));

		assertThat(delivery.outcome()).isEqualTo(Outcome.NOT_SENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.1.1.1", "10.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255", "128.0.0.1",
			"169.253.255.255", "172.16.0.1", "192.0.1.1", "192.168.0.1", "198.17.255.255", "198.20.0.1",
			"223.255.255.255", "2001:4860:4860::8888", "2606:4700::1111", "fc00::1", "fd12:3456::1",
			"::ffff:10.0.0.1" })
	void takesANameThatLeadsElsewhere(String address) throws Exception {
		InetAddress[] addresses = { InetAddress.getByName(address) };
		assertThat(new WebhookTargets(false, new Names(addresses)).resolve("hook.example")).isEqualTo(addresses);
	}

	@Test
	void sendsNothingWithoutASecret() throws Exception {
		Files.delete(this.secret);

		assertThat(post().outcome()).isEqualTo(Outcome.NOT_SENT);
		assertThat(this.received).isEmpty();
	}

	@Test
	void sendsNothingWithASecretThatOthersCanRead() throws Exception {
		Files.setPosixFilePermissions(this.secret, PosixFilePermissions.fromString("rw-r--r--"));

		assertThat(post()).satisfies((delivery) -> {
			assertThat(delivery.outcome()).isEqualTo(Outcome.NOT_SENT);
			assertThat(delivery.detail()).doesNotContain("k3y");
		});
	}

	private record Received(String path, String method, String type, String signature, byte[] body) {
	}

	private record Names(InetAddress[] addresses) implements DnsResolver {

		@Override
		public InetAddress[] resolve(String host) {
			return this.addresses;
		}

		@Override
		public String resolveCanonicalHostname(String host) throws UnknownHostException {
			throw new UnknownHostException(host);
		}

	}

}
