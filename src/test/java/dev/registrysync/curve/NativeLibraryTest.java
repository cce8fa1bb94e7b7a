package dev.registrysync.curve;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NativeLibraryTest {

	@ParameterizedTest
	@CsvSource({ "Linux,amd64", "Linux,aarch64", "Mac OS X,x86_64", "Mac OS X,aarch64" })
	void theJarHasTheBuildOfEachPlatform(String system, String processor) throws Exception {
		assertThat(getClass().getResource(NativeLibrary.resource(system, processor))).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "Linux,riscv64", "Windows 11,amd64", "FreeBSD,amd64" })
	void otherPlatformsHaveNone(String system, String processor) {
		assertThatExceptionOfType(CurveUnavailableException.class)
			.isThrownBy(() -> NativeLibrary.resource(system, processor))
			.satisfies((ex) -> assertThat(ex.reason()).contains(system, processor));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void leavesNoFileBehindOnceItIsLoaded() throws Exception {
		NativeLibrary.load();
		try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
			assertThat(mappings.filter((mapping) -> mapping.contains("libsecp256k1-jni.so"))).isNotEmpty()
				.allSatisfy((mapping) -> assertThat(mapping).endsWith("(deleted)"));
		}
	}

}
