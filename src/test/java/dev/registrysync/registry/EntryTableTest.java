package dev.registrysync.registry;

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
	void anEntryIsTakenFromAnotherTableAsItIs() {
		EntryTable read = EntryTable.parse(this.table.bytes());
		EntryTable made = EntryTable.builder().addFrom(read, ODD).addFrom(read, A).build();
		assertThat(made.bytes())
			.isEqualTo(EntryTable.builder().addFrom(this.table, ODD).addFrom(this.table, A).build().bytes());
		assertThat(made.isSame(read)).isFalse();
		assertThat(made.sameEntries(read)).isTrue();
		assertThat(read.isSame(this.table)).isTrue();
	}

}
