package dev.registrysync.sync;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.StrictJson;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever somebody sends as the body of a request, it says what is wanted, or which
 * member is wrong.
 */
class RequestsFuzzTest {

	private static final JsonMapper MAPPER = StrictJson.mapper();

	private static final EntryRef REF = EntryRef.of(Kind.AGENTS, "planner");

	@FuzzTest(maxDuration = "75s")
	void aBodySaysWhatIsWantedOrIsRefused(byte[] body) {
		read(body, SyncRequest.class,
				(request) -> assertRead(request.toOptions(Trigger.API, List.of("default"), ExternalChanges.REPORT)));
		read(body, KeysRequest.class, (request) -> assertRead(request.toOptions()));
		read(body, RollbackRequest.class, (request) -> {
			assertThat(request.wantedRevision().number()).isPositive();
			assertRead(request.toOptions());
		});
		read(body, SettleRequest.class, (request) -> assertThat(request.toSettlement(REF).ref()).isEqualTo(REF));
		read(body, RetireRequest.class, (request) -> assertThat(request.isDryRun()).isIn(true, false));
		read(body, RevokeRequest.class, (request) -> {
			assertThat(request.wantedRevision(new Revision(7))).isIn(null, new Revision(0), new Revision(1),
					new Revision(2), new Revision(3), new Revision(4), new Revision(5), new Revision(6),
					new Revision(7));
			assertThat(request.wantedReason()).hasSizeLessThan(600);
			assertThat(Stream.ofNullable(request.wantedVersion())).allMatch((version) -> version > 0);
		});
	}

	private static void assertRead(RunOptions options) {
		assertThat(options.scope().kinds()).isSubsetOf(Kind.values());
		assertThat(options.scope().ids()).allSatisfy((id) -> assertThat(id.value()).isNotEmpty());
	}

	private static <T> void read(byte[] body, Class<T> type, Consumer<T> use) {
		try {
			T request = MAPPER.readValue(body, type);
			if (request != null) {
				use.accept(request);
				assertThat(MAPPER.readValue(MAPPER.writeValueAsBytes(request), type)).isEqualTo(request);
			}
		}
		catch (InvalidRequestException ex) {
			assertThat(ex.data()).containsKey("errors");
		}
		catch (JacksonException ex) {
			assertThat(ex.getOriginalMessage()).isNotNull();
		}
	}

}
