package dev.registrysync.history;

import java.util.UUID;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.history.JournalRecord.Committed;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.JsonObject;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in the journal, the good lines before it are read and where they end is
 * said.
 */
class JournalFuzzTest {

	private static final UUID REGISTRY = UUID.fromString("4f0a3c0e-6a63-4d3e-9d77-0d3a5a0c1a11");

	private static final Secp256k1 SECP256K1 = Secp256k1.bouncyCastle();

	@FuzzTest(maxDuration = "75s")
	void aJournalIsReadAsFarAsItIsGood(byte[] bytes) {
		JournalScan scan = JournalScan.of(bytes, new ChainSeal(REGISTRY, new InMemoryServiceIdentity(), SECP256K1));
		assertThat(scan.length()).isBetween(0, scan.wholeLength());
		assertThat(scan.wholeLength()).isBetween(0, bytes.length);
		assertThat(scan.broken().isEmpty()).isEqualTo(scan.length() == scan.wholeLength()
				&& scan.lines().stream().allMatch((line) -> line.signature().isEmpty()));
		scan.broken().ifPresent((broken) -> assertThat(broken.reason()).isNotBlank());
		assertThat(scan.records()).allSatisfy(JournalFuzzTest::assertWrittenWithoutLoss);
	}

	@FuzzTest(maxDuration = "75s")
	void aLineIsReadOrRefused(byte[] bytes) {
		try {
			SealedLine line = SealedLine.read(bytes, 0, bytes.length);
			assertWrittenWithoutLoss(line.record());
			assertThat(line.digest().equals(line.unsignedDigest())).isEqualTo(line.signature().isEmpty());
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
	}

	private static void assertWrittenWithoutLoss(JournalRecord record) {
		JsonObject context = (record instanceof Committed commit) ? context(commit) : JsonObject.EMPTY;
		assertThat(JournalLine.fromJson(JournalLine.toJson(record, context))).isEqualTo(record);
	}

	private static JsonObject context(Committed commit) {
		JsonObject at = JsonObject.EMPTY.with("at", commit.at().toString());
		return commit.decision().map((decision) -> decision.addTo(at)).orElse(at);
	}

}
