package dev.registrysync.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a run says of a registry file that is not what it was.
 */
class DamagedRegistryTest {

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture fixture;

	@BeforeEach
	void sync() {
		this.fixture = new SyncFixture(this.data);
		this.fixture.coordinator.answer(Kind.AGENTS, "{\"a\": {\"description\": \"one\"}}");
		this.fixture.coordinator.answer(Kind.TOOLS, "{\"t\": {}}");
		this.fixture.sync();
	}

	static Stream<Arguments> damages() {
		return Stream.of(Kind.values())
			.flatMap((kind) -> Stream.of(damage(kind, "0 bytes", (bytes) -> new byte[0]),
					damage(kind, "truncated", (bytes) -> Arrays.copyOf(bytes, bytes.length / 2)),
					damage(kind, "a flipped bit", (bytes) -> {
						bytes[0] ^= 1;
						return bytes;
					}), damage(kind, "another shape", (bytes) -> "[1]".getBytes(UTF_8))));
	}

	private static Arguments damage(Kind kind, String what, UnaryOperator<byte[]> damage) {
		return arguments(kind, what, damage);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("damages")
	void itNamesTheFileThePositionAndTheCommandAndLeavesTheBytes(Kind kind, String what, UnaryOperator<byte[]> damage)
			throws IOException {
		byte[] damaged = damage.apply(Files.readAllBytes(this.fixture.file(kind)));
		Files.write(this.fixture.file(kind), damaged);
		this.fixture.restart();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.fixture::sync).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_UNREADABLE);
			assertThat(ex.data()).containsEntry("file", this.fixture.file(kind).toString())
				.containsKeys("line", "column", "offset");
			assertThat(ex.remedy()).contains("restore registry --kind " + kind, "revision 1");
		});
		assertThat(this.fixture.file(kind)).hasBinaryContent(damaged);
	}

	@Test
	void theVerdictsWaitForItWithoutHoldingUpCommits() throws IOException {
		Files.writeString(this.fixture.file(Kind.TOOLS), "{");
		Calls calls = this.fixture.watch();
		assertThat(calls
			.during(() -> assertThatExceptionOfType(ProblemException.class).isThrownBy(this.fixture.service::verdicts)
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_UNREADABLE))))
			.contains("RegistryStore.patiently", "RegistryStore.glance")
			.doesNotContain("RegistryStore.find");
	}

	@Test
	void ofOneThatIsGoneItNamesTheCommandToo() throws IOException {
		Files.delete(this.fixture.file(Kind.TOOLS));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.fixture::sync).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_MISSING);
			assertThat(ex.remedy()).contains("mounted", "restore registry --kind tools", "revision 1");
		});
	}

	@Test
	void ofOneThatCannotBeReadItSpeaksOfPermissionsAndNotOfAPosition() throws IOException {
		Files.delete(this.fixture.file(Kind.AGENTS));
		Files.createDirectory(this.fixture.file(Kind.AGENTS));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.fixture::sync).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_UNREADABLE);
			assertThat(ex.data()).doesNotContainKey("line");
			assertThat(ex.remedy()).contains("permissions").doesNotContain("position");
		});
	}

}
