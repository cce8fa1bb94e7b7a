package dev.registrysync.sync;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.SyncOwned;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rollback's promises, with random pasts: what the source does, what operators and
 * other programs edit, rotations, and rollbacks in between.
 */
class RollbackPropertiesTest {

	private static final int STEPS = 90;

	private static final List<String> IDS = List.of("a", "b", "c", "d", "e", "f");

	@TempDir
	private Path data;

	private Random random;

	@AutoClose
	private SyncFixture registry;

	/** What the source shows, by kind and id. */
	private final Map<EntryRef, JsonObject> upstream = new TreeMap<>();

	/** The registry's contents at each revision. */
	private final Map<Long, Map<EntryRef, JsonObject>> past = new HashMap<>();

	private int values;

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void holdsWithRandomPasts(long seed) {
		this.random = new Random(seed);
		this.registry = new SyncFixture(this.data);
		IDS.forEach((id) -> this.upstream.put(EntryRef.of(Kind.AGENTS, id), made()));
		this.upstream.put(EntryRef.of(Kind.TOOLS, "a"), made());
		sync();
		for (int step = 0; step < STEPS; step++) {
			step();
		}
	}

	private void step() {
		switch (this.random.nextInt(8)) {
			case 0, 1 -> sourceChanges(oneOf(List.copyOf(this.upstream.keySet())));
			case 2 -> sourceAddsOrLoses(EntryRef.of(Kind.AGENTS, oneOf(IDS)));
			case 3 -> operatorEdits();
			case 4 -> somebodyEditsTheFile();
			case 5 -> rotate();
			default -> rollback();
		}
		remember();
	}

	private <T> T oneOf(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	private JsonString value() {
		return new JsonString("v" + this.values++);
	}

	private JsonObject made() {
		return JsonObject.of("description", value())
			.with("status", "active")
			.with("m", JsonObject.of("x", value()))
			.with("registered_at", new JsonNumber(this.values + ".5"));
	}

	private SyncReport sync() {
		for (Kind kind : Kind.values()) {
			JsonObject answer = JsonObject.EMPTY;
			for (Map.Entry<EntryRef, JsonObject> entry : this.upstream.entrySet()) {
				if (entry.getKey().kind() == kind) {
					answer = answer.with(entry.getKey().id().value(), entry.getValue());
				}
			}
			this.registry.coordinator.answer(kind, answer.toString());
		}
		SyncReport report = this.registry.sync();
		remember();
		return report;
	}

	private void remember() {
		this.past.putIfAbsent(this.registry.history.revision().number(), contents());
	}

	private RegistryDocument document(Kind kind) {
		return RegistryDocument.parse(kind, this.registry.text(kind).getBytes(StandardCharsets.UTF_8));
	}

	private Map<EntryRef, JsonObject> entries() {
		Map<EntryRef, JsonObject> entries = new HashMap<>();
		for (Kind kind : Kind.values()) {
			RegistryDocument document = document(kind);
			document.ids()
				.forEach((id) -> entries.put(new EntryRef(kind, id), document.find(id).orElseThrow().members()));
		}
		return entries;
	}

	/**
	 * Without what is not rolled back. Whether an entry is absent is not.
	 */
	private Map<EntryRef, JsonObject> contents() {
		Map<EntryRef, JsonObject> contents = entries();
		contents.replaceAll((ref, members) -> content(members));
		return contents;
	}

	private static JsonObject content(JsonObject members) {
		return members.withoutAll((name) -> SyncOwned.MEMBERS.contains(name) || name.equals("status"));
	}

	private Set<EntryRef> valid() {
		return this.registry.verdicts()
			.stream()
			.filter(EntryVerdict::isValid)
			.map((verdict) -> EntryRef.of(verdict.kind(), verdict.id()))
			.collect(Collectors.toSet());
	}

	private static Optional<String> address(JsonObject members) {
		return ClaimedIdentity.of(members).findAddress().map(Object::toString);
	}

	private void sourceChanges(EntryRef ref) {
		this.upstream.computeIfPresent(ref, (name, members) -> members.with("description", value()));
		sync();
	}

	private void sourceAddsOrLoses(EntryRef ref) {
		if (this.upstream.remove(ref) == null) {
			this.upstream.put(ref, made());
		}
		sync();
	}

	private void operatorEdits() {
		EntryRef ref = oneOf(List.copyOf(new TreeMap<>(entries()).keySet()));
		String patch = "{\"notes\": %s, \"labels\": {\"x\": %s}}"
			.formatted(this.random.nextBoolean() ? value() : "null", value());
		this.registry.service.patch(OperatorEdit.ofEntry(ref.kind(), ref.id().value(),
				patch.getBytes(StandardCharsets.UTF_8), new IfMatch(Optional.empty())));
	}

	/**
	 * A run sees the edit before it is rolled back, or not.
	 */
	private void somebodyEditsTheFile() {
		RegistryDocument document = document(Kind.AGENTS);
		EntryId id = oneOf(List.copyOf(document.ids()));
		RegistryDocument edited = this.random.nextInt(4) == 0
				? document.with(List.of(), Set.of(id), new DocumentStamp(this.registry.clock.instant()))
				: document.with(List
					.of(document.find(id).map((entry) -> entry.with(entry.members().with("m", value()))).orElseThrow()),
						new DocumentStamp(this.registry.clock.instant()));
		this.registry.write(Kind.AGENTS, new String(edited.bytes(), StandardCharsets.UTF_8));
		if (this.random.nextBoolean()) {
			sync();
		}
	}

	private void rotate() {
		EntryRef ref = oneOf(List.copyOf(new TreeMap<>(entries()).keySet()));
		this.registry.service.rotate(ref, true);
	}

	private void rollback() {
		sync();
		long revision = oneOf(new ArrayList<>(new TreeMap<>(this.past).keySet()));
		List<String> ids = this.random.nextBoolean() ? List.of() : known(revision);
		Map<EntryRef, JsonObject> before = entries();
		Set<EntryRef> validBefore = valid();
		long revisionBefore = this.registry.history.revision().number();
		SyncReport report = this.registry.rollback(revision, ids.toArray(new String[0]));
		Map<EntryRef, JsonObject> after = entries();
		Set<EntryRef> scope = new HashSet<>(before.keySet());
		scope.addAll(this.past.get(revision).keySet());
		scope.removeIf((ref) -> !ids.isEmpty() && !ids.contains(ref.id().value()));
		assertThat(report.outcome()).isIn(Outcome.SUCCEEDED, Outcome.NO_CHANGE);
		assertThat(report.revision()).isEqualTo(revisionBefore + (before.equals(after) ? 0 : 1));
		scope.forEach((ref) -> assertWentBack(this.past.get(revision).get(ref), after.get(ref)));
		before.forEach((ref, members) -> {
			if (!scope.contains(ref)) {
				assertThat(after.get(ref)).isEqualTo(members);
			}
			if (after.containsKey(ref)) {
				assertThat(address(after.get(ref))).isEqualTo(address(members));
			}
		});
		after.forEach((ref, members) -> assertThat(address(members))
			.contains(this.registry.keys.find(ref).orElseThrow().address().toString()));
		assertThat(valid()).containsAll(validBefore.stream().filter(after::containsKey).toList());
		remember();
		assertChangesMakeOf(revision);
		holds(scope);
		letsGo(oneOf(List.copyOf(this.upstream.keySet())));
	}

	/**
	 * Who has that revision has the present one after what changed since.
	 */
	private void assertChangesMakeOf(long revision) {
		this.registry.history.documentsAt(new Revision(revision)).forEach((kind, then) -> {
			RegistryDocument now = document(kind);
			Map<String, Json> map = new HashMap<>(map(EntryMap.of(then)));
			map(EntryMap.changes(then, now)).forEach((id, entry) -> {
				if (entry == JsonLiteral.NULL) {
					assertThat(map.remove(id)).isNotNull();
				}
				else {
					assertThat(map.put(id, entry)).isNotEqualTo(entry);
				}
			});
			assertThat(map).isEqualTo(map(EntryMap.of(now)));
		});
	}

	private static Map<String, Json> map(EntryMap map) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try {
			map.write(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return ((JsonObject) JsonReader.read(out.toByteArray())).members();
	}

	private List<String> known(long revision) {
		Set<String> known = new HashSet<>();
		this.past.get(revision).keySet().forEach((ref) -> known.add(ref.id().value()));
		entries().keySet().forEach((ref) -> known.add(ref.id().value()));
		return known.stream().sorted().filter((id) -> this.random.nextBoolean() || id.equals("a")).toList();
	}

	/**
	 * A difference in when it registered alone is none.
	 */
	private static void assertWentBack(JsonObject then, JsonObject now) {
		if (then == null) {
			assertThat(now).isNull();
			return;
		}
		assertThat(content(now).without("registered_at")).isEqualTo(then.without("registered_at"));
	}

	private void holds(Set<EntryRef> scope) {
		Map<EntryRef, JsonObject> contents = contents();
		this.upstream.replaceAll((ref, members) -> members.with("registered_at", new JsonNumber(this.values++ + ".5")));
		sync();
		sync();
		Map<EntryRef, JsonObject> held = contents();
		scope.forEach((ref) -> assertThat(held.get(ref)).isEqualTo(contents.get(ref)));
		String text = this.registry.text(Kind.AGENTS);
		assertThat(sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(text);
	}

	private void letsGo(EntryRef ref) {
		JsonString value = value();
		this.upstream.computeIfPresent(ref, (name, members) -> members.with("description", value));
		sync();
		assertThat(this.registry.entry(ref.kind(), ref.id().value()).find("description")).contains(value);
	}

}
