package dev.registrysync.sync;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.coordinator.PatchOutcome;
import dev.registrysync.coordinator.Pull;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.RuntimeEntries;

import org.springframework.http.HttpHeaders;

/**
 * Another whole service as a source: what it shows and takes over HTTP, without HTTP.
 *
 * @param other the other service
 */
record ChainedService(SyncFixture other) implements CoordinatorClient {

	@Override
	public String name() {
		return "default";
	}

	@Override
	public URI url() {
		return URI.create("http://other");
	}

	@Override
	public Pull pull(Kind kind) {
		return this.other.ports.gate().reading(() -> answer(kind));
	}

	private Pull answer(Kind kind) {
		RegistryDocument document = this.other.ports.find(kind)
			.orElseGet(() -> RegistryDocument.create(kind, JsonObject.EMPTY));
		EntryTable.Builder entries = EntryTable.builder();
		document.ids().forEach((id) -> entries.add(id, document.find(id).orElseThrow().members()));
		String etag = EntryTag.of(this.other.history.revision(), document);
		return new Pull.Answered(new RuntimeEntries(kind, entries.build(), Map.of(), JsonObject.EMPTY, true),
				document.digest(), Optional.of(etag), false);
	}

	@Override
	public boolean isPushedTo() {
		return true;
	}

	@Override
	public PatchOutcome patch(Kind kind, JsonObject patch, Optional<String> ifMatch) {
		HttpHeaders headers = new HttpHeaders();
		ifMatch.ifPresent((etag) -> headers.add(HttpHeaders.IF_MATCH, etag));
		try {
			EditResult result = this.other.service
				.patch(OperatorEdit.ofMap(kind, JsonText.compactBytes(patch), IfMatch.of(headers)));
			return new PatchOutcome.Applied(Optional.of(EntryTag.of(result.revision(), result.document())));
		}
		catch (ProblemException ex) {
			return switch (ex.code()) {
				case PRECONDITION_FAILED, ENTRY_NOT_FOUND -> new PatchOutcome.Moved();
				case MEMBERS_NOT_YOURS -> new PatchOutcome.MembersRefused(((List<?>) ex.data().get("refused")).stream()
					.map(EditPlan.RefusedMember.class::cast)
					.map((refused) -> JsonPointer.find(refused.pointer()).orElseThrow())
					.toList());
				default -> throw ex;
			};
		}
	}

}
