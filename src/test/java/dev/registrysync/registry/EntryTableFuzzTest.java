package dev.registrysync.registry;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in the file of a base, or of what was pushed, it is a table whose
 * entries can be read, or refused with a reason.
 */
class EntryTableFuzzTest {

	@FuzzTest(maxDuration = "75s")
	void aFileIsATableOrRefused(byte[] bytes) {
		try {
			EntryTable table = EntryTable.parse(bytes);
			EntryTable.Builder copied = EntryTable.builder();
			EntryTable.Builder made = EntryTable.builder();
			table.ids().forEach((id) -> {
				copied.addFrom(table, id);
				made.add(id, table.find(id).orElseThrow());
			});
			EntryTable copy = EntryTable.parse(copied.build().bytes());
			assertThat(copy.sameEntries(table)).isTrue();
			assertThat(copy.ids()).containsExactlyElementsOf(table.ids());
			EntryTable again = EntryTable.parse(made.build().bytes());
			assertThat(again.ids())
				.allSatisfy((id) -> assertThat(again.find(id)).isPresent().isEqualTo(table.find(id)));
		}
		catch (JsonSyntaxException ex) {
			assertThat(ex.reason()).isNotBlank();
		}
	}

}
