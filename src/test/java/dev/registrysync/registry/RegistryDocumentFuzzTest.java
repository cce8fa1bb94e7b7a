package dev.registrysync.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever stands in a registry file, it is refused with a reason or kept as it is.
 */
class RegistryDocumentFuzzTest {

	private static final DocumentStamp STAMP = new DocumentStamp(Instant.EPOCH);

	@FuzzTest(maxDuration = "75s")
	void aFileIsRefusedOrKeepsWhatDoesNotChange(byte[] bytes) {
		for (Kind kind : Kind.values()) {
			try {
				RegistryDocument document = RegistryDocument.parse(kind, bytes);
				change(document);
			}
			catch (JsonSyntaxException ex) {
				assertThat(ex.reason()).isNotBlank();
			}
		}
	}

	private static void change(RegistryDocument document) {
		List<EntryId> ids = new ArrayList<>(document.ids());
		for (EntryId id : ids) {
			Entry entry = document.find(id).orElseThrow();
			Entry changed = entry.with(entry.members().with("priority", new JsonNumber("7")));
			RegistryDocument next = document.with(List.of(changed), STAMP);
			assertThat(next.find(id)).contains(changed);
			assertOthersKept(document, next, Set.of(id));
			assertOthersKept(document, document.with(List.of(), Set.of(id), STAMP), Set.of(id));
		}
		Entry added = new Entry(new EntryRef(document.kind(), new EntryId("\ud83e\udd16 new")), JsonObject.EMPTY);
		RegistryDocument next = document.with(List.of(added), Set.copyOf(ids), STAMP);
		assertThat(next.ids()).containsExactlyInAnyOrderElementsOf(Set.of(added.ref().id()));
		assertThat(next.malformed()).isEqualTo(document.malformed());
	}

	private static void assertOthersKept(RegistryDocument before, RegistryDocument after, Set<EntryId> touched) {
		assertThat(RegistryDocument.parse(after.kind(), after.bytes()).ids()).isEqualTo(after.ids());
		assertThat(after.malformed()).isEqualTo(before.malformed());
		before.ids().stream().filter((id) -> !touched.contains(id)).forEach((id) -> {
			assertThat(after.findText(id)).isEqualTo(before.findText(id));
			assertThat(after.find(id)).isEqualTo(before.find(id)).isNotEqualTo(Optional.empty());
		});
	}

}
