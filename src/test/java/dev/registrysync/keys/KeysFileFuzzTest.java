package dev.registrysync.keys;

import java.nio.file.Path;
import java.util.Optional;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.UnsignableContentException;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in the keystore's files, each line is a record or counts as damaged.
 */
class KeysFileFuzzTest {

	private static final byte[] FIRST_LINE = "registry-sync/keys/1".getBytes(US_ASCII);

	private static final EntryRef OWNER = EntryRef.of(Kind.AGENTS, "planner");

	/**
	 * Records count as authentic by a bit of their nonce, so that all that can follow is
	 * tried without a key.
	 */
	@FuzzTest(maxDuration = "75s")
	void aLineIsARecordOrDamaged(byte[] bytes) {
		KeyFileScan scan = new KeyFileScan(() -> (sealed, bound) -> sealed.nonce()[0] % 2 == 0);
		int good = scan.scan(bytes, FIRST_LINE);
		assertThat(good).isBetween(0, bytes.length);
		assertThat(scan.lastNumber()).isNotNegative();
		assertThat(scan.records()).allSatisfy((record) -> assertThat(find(record.toLine())).contains(record));
		assertThat(scan.revocations()).allSatisfy((revocation) -> assertThat(revocation.key().version()).isPositive());
		assertThat(scan.damage().find(OWNER)).satisfies(KeysFileFuzzTest::assertShort);
		assertThat(scan.damage().list()).allSatisfy((key) -> assertThat(key.line()).isPositive());
	}

	private static Optional<KeystoreRecord> find(String line) {
		return KeystoreRecord.find(line.substring(0, line.length() - 1).getBytes(US_ASCII));
	}

	private static void assertShort(Optional<String> reason) {
		reason.ifPresent((text) -> assertThat(text).hasSizeLessThan(200));
	}

	@FuzzTest(maxDuration = "75s")
	void aHeaderIsReadWholeOrRefused(byte[] bytes) {
		try {
			KeystoreHeader header = KeystoreHeader.read(Path.of("header"), withChecksum(bytes));
			assertThat(KeystoreHeader.read(Path.of("header"), header.toBytes())).isEqualTo(header);
		}
		catch (ProblemException ex) {
			assertThat(ex.detail()).hasSizeLessThan(600).doesNotContain("\n", "\u001b");
		}
	}

	/**
	 * The same with the checksum that fits, if it is an object: no fuzzer finds a digest.
	 */
	private static byte[] withChecksum(byte[] bytes) {
		try {
			return (JsonReader.read(bytes) instanceof JsonObject header) ? JsonText
				.compactBytes(header.with("checksum", ContentDigest.of(header.without("checksum")).text())) : bytes;
		}
		catch (JsonSyntaxException | UnsignableContentException ex) {
			return bytes;
		}
	}

}
