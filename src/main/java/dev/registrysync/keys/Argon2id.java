package dev.registrysync.keys;

import java.util.HexFormat;
import java.util.Optional;

import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * How a passphrase becomes a key: Argon2id, version 1.3 (RFC 9106).
 *
 * @param memoryKib memory in KiB
 * @param iterations passes over it
 * @param parallelism lanes
 * @param salt hex digits
 */
record Argon2id(int memoryKib, int iterations, int parallelism, String salt) {

	static final String NAME = "argon2id";

	private static final int SALT_LENGTH = 16;

	private static final int MAX_MEMORY_KIB = 4 << 20;

	private static final int MAX_ITERATIONS = 1000;

	private static final int MAX_PARALLELISM = 64;

	/**
	 * The parameters of new keystores, with a new salt: 64 MiB and 3 passes, as RFC 9106
	 * (4) recommends for little memory, in one lane.
	 */
	static Argon2id recommended() {
		return new Argon2id(65536, 3, 1, HexFormat.of().formatHex(AesKey.randomBytes(SALT_LENGTH)));
	}

	/**
	 * Reads the parameters; empty if they are not within what is sane.
	 */
	static Optional<Argon2id> find(JsonObject members) {
		int memory = number(members, "memory_kib", MAX_MEMORY_KIB);
		int iterations = number(members, "iterations", MAX_ITERATIONS);
		int parallelism = number(members, "parallelism", MAX_PARALLELISM);
		return members.findText("salt")
			.filter((salt) -> salt.matches("(?:[0-9a-f]{2}){8,64}"))
			.filter((salt) -> iterations > 0 && parallelism > 0 && memory >= 8 * parallelism)
			.filter((salt) -> members.findText("name").filter(NAME::equals).isPresent())
			.map((salt) -> new Argon2id(memory, iterations, parallelism, salt));
	}

	private static int number(JsonObject members, String name, int max) {
		return members.find(name)
			.filter((value) -> value instanceof JsonNumber)
			.map((value) -> ((JsonNumber) value).doubleValue())
			.filter((value) -> value > 0 && value <= max && value == Math.rint(value))
			.map(Double::intValue)
			.orElse(0);
	}

	JsonObject toJson() {
		return JsonObject.EMPTY.with("name", NAME)
			.with("memory_kib", new JsonNumber(Integer.toString(this.memoryKib)))
			.with("iterations", new JsonNumber(Integer.toString(this.iterations)))
			.with("parallelism", new JsonNumber(Integer.toString(this.parallelism)))
			.with("salt", this.salt);
	}

	/**
	 * Takes some hundred milliseconds and the memory, on purpose.
	 */
	AesKey derive(SecretFile passphrase) {
		Argon2BytesGenerator generator = new Argon2BytesGenerator();
		generator.init(
				new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
					.withMemoryAsKB(this.memoryKib)
					.withIterations(this.iterations)
					.withParallelism(this.parallelism)
					.withSalt(HexFormat.of().parseHex(this.salt))
					.build());
		byte[] key = new byte[32];
		generator.generateBytes(passphrase.bytes(), key);
		return AesKey.of(key);
	}

}
