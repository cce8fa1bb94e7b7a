package dev.registrysync.registry;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonPointerTest {

	@ParameterizedTest
	@ValueSource(strings = { "/status", "/metadata/priority", "/", "/a//b", "/a~1b/~0", "/~01", "/0", "/é \"" })
	void isWrittenAsItWasRead(String text) {
		assertThat(JsonPointer.parse(text)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "status", "#/status", "/a~", "/a~2b", "/~0~" })
	void whatIsNoPointerIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonPointer.parse(text));
	}

	@Test
	void namesMayHoldSlashesAndTildes() {
		assertThat(JsonPointer.parse("/a~1b/~01").names()).isEqualTo(List.of("a/b", "~1"));
		assertThat(JsonPointer.of("a/b").child("~")).hasToString("/a~1b/~0");
	}

	@Test
	void isBelowWhatItLeadsThrough() {
		JsonPointer deep = JsonPointer.parse("/a/b/c");
		assertThat(deep.isBelow(JsonPointer.of("a"))).isTrue();
		assertThat(deep.isBelow(JsonPointer.parse("/a/b"))).isTrue();
		assertThat(deep.isBelow(deep)).isFalse();
		assertThat(deep.isBelow(JsonPointer.parse("/a/x"))).isFalse();
		assertThat(JsonPointer.of("ab").isBelow(JsonPointer.of("a"))).isFalse();
		assertThat(deep.parent()).isEqualTo(Optional.of(JsonPointer.parse("/a/b")));
		assertThat(JsonPointer.of("a").parent()).isEmpty();
		assertThat(deep.first()).isEqualTo("a");
	}

}
