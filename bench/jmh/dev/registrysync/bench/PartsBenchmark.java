package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.registrysync.curve.Curve;
import dev.registrysync.curve.CurveChoice;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.keys.KeyBatch;
import dev.registrysync.keys.KeyService;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The parts of a run, each by itself.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PartsBenchmark {

	@Param({ "auto", "java" })
	private String library = "auto";

	private final byte[] hash = PersonalMessage.hash("agent_registration:agent-0000001");

	private final AtomicInteger made = new AtomicInteger();

	private Secp256k1 curve;

	private PrivateKey key;

	private Signature signature;

	private byte[] text;

	private JsonObject entry;

	private RegistryDocument document;

	private KeyService keys;

	@Setup
	public void prepare() throws IOException {
		this.curve = Curve.choose(CurveChoice.valueOf(this.library.toUpperCase())).secp256k1();
		this.key = this.curve.generate();
		this.signature = this.curve.sign(this.hash, this.key);
		JsonObject answer = (JsonObject) JsonReader.read(new Entries(1_000).toJson());
		this.entry = answer.findObject("agent-0000001").orElseThrow();
		this.text = JsonText.compactBytes(this.entry);
		List<Entry> entries = answer.names().stream().map((id) -> entry(id, answer)).toList();
		this.document = RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY)
			.with(entries, new DocumentStamp(Instant.EPOCH));
		this.keys = new KeyService(Files.createTempDirectory("registry-sync-jmh-").resolve("keystore"), null,
				this.curve, Clock.systemUTC());
	}

	private static Entry entry(String id, JsonObject answer) {
		return new Entry(new EntryRef(Kind.AGENTS, new EntryId(id)), answer.findObject(id).orElseThrow());
	}

	@Benchmark
	public Address generate() {
		try (PrivateKey made = this.curve.generate()) {
			return this.curve.addressOf(made);
		}
	}

	@Benchmark
	public Signature sign() {
		return this.curve.sign(this.hash, this.key);
	}

	@Benchmark
	public Optional<Address> recover() {
		return this.curve.recover(this.hash, this.signature);
	}

	@Benchmark
	public Json parseEntry() {
		return JsonReader.read(this.text);
	}

	@Benchmark
	public ContentDigest canonicalFormAndDigest() {
		return ContentDigest.of(this.entry);
	}

	@Benchmark
	public RegistryDocument layoutOf1000() {
		return RegistryDocument.parse(Kind.AGENTS, this.document.bytes());
	}

	@Benchmark
	public RegistryDocument spliceOneInto1000() {
		Entry changed = new Entry(new EntryRef(Kind.AGENTS, new EntryId("agent-0000500")), this.entry);
		return this.document.with(List.of(changed), new DocumentStamp(Instant.EPOCH));
	}

	/**
	 * With key, encryption and one wait for the disk.
	 */
	@Benchmark
	public KeyBatch makeAndSealOneKey() {
		return this.keys
			.ensure(List.of(new EntryRef(Kind.AGENTS, new EntryId("agent-" + this.made.incrementAndGet()))));
	}

}
