package dev.registrysync.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;

import javax.crypto.Mac;

import dev.registrysync.identity.DestroyableSecretKey;
import dev.registrysync.keys.SecretFile;

/**
 * Signs what is sent to a webhook, so that its owner can tell that it comes from here and
 * is not an old one again.
 */
final class WebhookSigner {

	static final String HEADER = "Registry-Sync-Signature";

	private static final String ALGORITHM = "HmacSHA256";

	private final Path secretFile;

	WebhookSigner(Path secretFile) {
		this.secretFile = secretFile;
	}

	/**
	 * The header's value, {@code t=<epoch seconds>,v1=<64 hex digits>}: HMAC-SHA256 (RFC
	 * 2104) over the digits of the time, a dot and the body. The secret is read anew each
	 * time, so that another one counts without a restart.
	 * @throws IOException if the secret cannot be read
	 */
	String sign(byte[] body, Instant at) throws IOException {
		String time = Long.toString(at.getEpochSecond());
		try (SecretFile secret = SecretFile.read(this.secretFile);
				DestroyableSecretKey key = DestroyableSecretKey.copyOf(ALGORITHM, secret.bytes())) {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
			return "t=%s,v1=%s".formatted(time, HexFormat.of().formatHex(mac.doFinal(body)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java platform has HMAC-SHA256", ex);
		}
	}

}
