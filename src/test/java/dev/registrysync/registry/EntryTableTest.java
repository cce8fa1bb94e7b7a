package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EntryTableTest {

	private static final EntryId A = new EntryId("a");

	private static final EntryId ODD = new EntryId("../😀 \"x\"");

	private final EntryTable table = EntryTable.builder()
		.add(A, JsonObject.of("k", new JsonNumber("1.0")))
		.add(ODD, JsonObject.EMPTY)
		.build();

	@Test
	void readsWhatItWrote() {
		EntryTable read = EntryTable.parse(this.table.bytes());
		assertThat(read.ids()).containsExactly(A, ODD);
		assertThat(read.find(A).orElseThrow()).hasToString("{\"k\":1.0}");
		assertThat(read.sameEntries(this.table)).isTrue();
	}

	@Test
	void itsTextIsAJsonObject() {
		assertThat(new String(this.table.bytes(), StandardCharsets.UTF_8))
			.isEqualTo("{\n\"a\":{\"k\":1.0},\n\"../\\ud83d\\ude00 \\\"x\\\"\":{}\n}");
		assertThat(EntryTable.parse(EntryTable.EMPTY.bytes()).isEmpty()).isTrue();
	}

	@Test
	void theOrderOfEntriesDoesNotCount() {
		EntryTable other = EntryTable.builder().addFrom(this.table, ODD).addFrom(this.table, A).build();
		assertThat(other.sameEntries(this.table)).isTrue();
		assertThat(EntryTable.builder().addFrom(this.table, A).build().sameEntries(this.table)).isFalse();
		EntryTable changed = EntryTable.builder().add(A, JsonObject.EMPTY).addFrom(this.table, ODD).build();
		assertThat(changed.sameEntries(this.table)).isFalse();
	}

	@Test
	void takesAnIdOnce() {
		EntryTable.Builder builder = EntryTable.builder().add(A, JsonObject.EMPTY);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.add(A, JsonObject.EMPTY));
	}

	@Test
	void hasTheTextThatItsEntryCameFromWhateverTheScript() {
		byte[] text = "{\"name\":\"b\u00e9\ud83d\ude00\"}".getBytes(StandardCharsets.UTF_8);
		EntryId id = new EntryId("b");
		EntryTable table = EntryTable.builder().add(id, (JsonObject) JsonReader.read(text)).build();
		assertThat(table.hasText(id, ByteBuffer.wrap(text))).isTrue();
		assertThat(table.hasText(new EntryId("c"), ByteBuffer.wrap(text))).isFalse();
		text[9] ^= 1;
		assertThat(table.hasText(id, ByteBuffer.wrap(text))).isFalse();
	}

}
