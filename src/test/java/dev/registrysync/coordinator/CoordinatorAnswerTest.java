package dev.registrysync.coordinator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.Text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class CoordinatorAnswerTest {

	@ParameterizedTest
	@ValueSource(strings = { "{'a':{'agent_id':'a'},'b':{'agent_id':'b'}}",
			"{'agents':[{'id':'a'},{'agent_id':'b'}],'count':2}", "{'count':2,'agents':[{'id':'a'},{'id':'b'}]}",
			"{'registered_agents':{'a':{},'b':{}}}",
			"{'last_updated_at':1.5,'registered_agents':{'a':{},'b':{}},'agents_schema_version':'1.0'}",
			"{'registry':{'registered_agents':{'a':{},'b':{}},'x':1},'y':2}", "\ufeff{'a':{},'b':{}}",
			" \r\n\t{'a':{},'b':{}} \n" })
	void readsEveryShapeOfAgents(String body) {
		RuntimeEntries entries = agents(body);
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("a", "b");
		assertThat(entries.quarantined()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'a':{'version':'1'}}", "{'tools':[{'id':'a','version':'1'}],'count':1}",
			"{'tools':[{'tool_id':'a','version':'1'}]}", "{'registered_tools':{'a':{'version':'1'}}}",
			"{'registry':{'registered_tools':{'a':{'version':'1'}}}}" })
	void readsEveryShapeOfTools(String body) {
		RuntimeEntries entries = tools(body);
		assertThat(entries.kind()).isEqualTo(Kind.TOOLS);
		assertThat(entries.entries().find(new EntryId("a")).orElseThrow().findText("version")).contains("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'registered_agents':{}}", "{'agents':[]}", "{'agents':[],'count':0}",
			"{'registry':{'registered_agents':{}}}" })
	void anEmptyRegistryIsAnAnswer(String body) {
		assertThat(agents(body).isEmpty()).isTrue();
	}

	@Test
	void keepsTheOtherMembersOfADocument() {
		RuntimeEntries entries = tools(
				"{'registry_version':'1.3','_cache':{'k':1},'registered_tools':{'a':{}},'meta':{'x':[1,2.0],'_y':1}}");
		assertThat(entries.envelope()).hasToString("{\"registry_version\":\"1.3\",\"meta\":{\"x\":[1,2.0],\"_y\":1}}");
	}

	@Test
	void keepsTheMembersOfTheInnerDocument() {
		RuntimeEntries entries = agents(
				"{'ok':true,'registry':{'agents_schema_version':'1.0','registered_agents':{'a':{}}}}");
		assertThat(entries.envelope()).hasToString("{\"agents_schema_version\":\"1.0\"}");
	}

	@Test
	void whatStandsBesideAListIsNoPartOfTheRegistry() {
		assertThat(agents("{'agents':[{'id':'a'}],'count':1,'page':1}").envelope()).isEqualTo(JsonObject.EMPTY);
	}

	@Test
	void keepsOrderAndSpellingOfMembersAndNumbers() {
		RuntimeEntries entries = agents("{'a':{'z':2.0,'agent_type':'t','n':1234567890,'e':1e3,'caf\u00e9':null}}");
		assertThat(entries.entries().find(new EntryId("a")).orElseThrow())
			.hasToString("{\"z\":2.0,\"agent_type\":\"t\",\"n\":1234567890,\"e\":1e3,\"caf\\u00e9\":null}");
	}

	@Test
	void agentsMayBeCalledLikeTheEnvelopes() {
		RuntimeEntries entries = agents(
				"{'error':{'agent_id':'error'},'agents':{'status':'active'},'registry':{'agent_type':'x'},'count':{'id':'c'},'tools':{'name':'x'}}");
		assertThat(entries.entries().ids()).extracting(EntryId::value)
			.containsExactly("error", "agents", "registry", "count", "tools");
	}

	@Test
	void anErrorTextBesideEntriesIsAnEntryThatIsNone() {
		RuntimeEntries entries = agents("{'error':'disk','a':{'id':'a'}}");
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("a");
		assertThat(entries.quarantined()).containsEntry("error", "the entry is not a JSON object");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'error':'no coordinator'}", "{'error':'no coordinator','status':'starting'}",
			"{'error':'no coordinator','agents':[]}", "{'registered_agents':{},'error':'no coordinator'}" })
	void anErrorTextWithoutEntriesIsAReportedError(String body) {
		BadAnswerException failure = refused(body);
		assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_REPORTED_ERROR);
		assertThat(failure.detail()).endsWith("it says \"no coordinator\"");
	}

	@Test
	void anErrorTextIsCutToOneShortLine() {
		BadAnswerException failure = refused("{'error':'line\\nbreak\\u001b[31m \\u202e" + "x".repeat(10_000) + "'}");
		String said = failure.detail().substring(failure.detail().indexOf('"'));
		assertThat(said).startsWith("\"line break [31m xxx").endsWith("…\"").hasSize(122);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "[1,2]", "['a','b']", "[{'id':'a'}]", "true", "7", "'text'", "", " \n",
			"\ufeff", "{'status':'ok'}", "{'a':1,'b':[]}", "{'agents':['a','b']}", "{'detail':'Not authenticated'}" })
	void otherJsonIsAnUnexpectedShape(String body) {
		assertThat(refused(body).code()).isEqualTo(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<!DOCTYPE html><p>secret", " \n<html>secret", "Internal Server Error", "secret", "OK",
			"\u001f\u008b\u0008" })
	void otherTextIsNotJson(String body) {
		BadAnswerException failure = refused(body);
		assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_NOT_JSON);
		assertThat(failure.detail()).doesNotContain("secret");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{'a':{'agent_id':'a'}|'ends in the middle'", "{'a':{'agent_|'ends in the middle'",
					"[1,2|'ends in the middle'", "{'a':{}}{|'is not JSON'", "{'a':hunter2}|'is not JSON'",
					"{'a':{},'a':{}}|'names a member twice'", "{'agents':[],'agents':[]}|'names a member twice'",
					"{'hunter2':{'registered_agents':1,'registered_agents':1}{|'is not JSON'",
					"{'a':{},}|'is not JSON'" },
			quoteCharacter = '`')
	void brokenJsonIsReportedWithItsPlaceAndNotItsText(String body, String words) {
		BadAnswerException failure = refused(body);
		assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_BROKEN_JSON);
		assertThat(failure.detail()).contains(words.replace("'", ""))
			.containsPattern("line 1, column \\d+ \\(byte \\d+\\)")
			.doesNotContain("hunter2");
		assertThat(failure.getCause()).isNull();
	}

	@Test
	void nestingThatIsTooDeepIsPutAsideAloneAndNoStackOverflow() {
		String body = "{'a':{'x':" + "[".repeat(100_000) + "]".repeat(100_000) + "},'b':{'id':'b'}}";
		assertThat(agents(body).entries().ids()).extracting(EntryId::value).containsExactly("b");
		assertThat(agents(body).quarantined()).containsOnlyKeys("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'agents':{'m1':{'agent_id':'m1','status':'active'}}}", "{'agents':{'m1':{}},'count':1}",
			"{'total':7,'agents':{'m1':{'id':'m1'},'m2':7}}", "{'agents':{'m1':{'x':'agents','name':'agents'}}}",
			"{'error':null,'agents':{'m1':{'id':'m1'}}}" })
	void aMapBelowTheKindIsAnEnvelope(String body) {
		assertThat(agents(body).entries().ids()).extracting(EntryId::value).containsExactly("m1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'agents':{'agent_id':'agents','config':{'type':'llm'}}}",
			"{'agents':{'agent_type':'worker','identity':{'public_key':'x'}}}",
			"{'agents':{'name':'a'},'a':{'id':'a'}}" })
	void anAgentMayBeCalledAgents(String body) {
		assertThat(agents(body).entries().has(new EntryId("agents"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'error':{'code':500,'message':'m'}}", "{'error':{}}", "{'error':true}",
			"{'error':{'type':'overloaded_error','message':'m'},'type':'error'}",
			"{'error':{'code':503,'message':'m','status':'UNAVAILABLE'}}", "{'agents':{},'error':{'message':'m'}}",
			"{'error':{'code':1,'code':2}}" })
	void anErrorObjectWithoutEntriesIsAReportedError(String body) {
		assertThat(refused(body).code()).isEqualTo(ProblemCode.COORDINATOR_REPORTED_ERROR);
	}

	@Test
	void aReportedErrorIsShownByItsMessage() {
		assertThat(refused("{'error':{'code':500,'message':'registry is starting'}}").detail())
			.endsWith("it says \"registry is starting\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'apiVersion':'v1','kind':'List','metadata':{'resourceVersion':''},'items':[]}",
			"{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'x'},'data':{'id':1},'spec':{'type':'y'}}",
			"{'metadata':{},'items':[]}", "{'data':{'type':'agents','attributes':{}}}", "{'detail':{'type':'missing'}}",
			"{'result':{'agents':{'m1':{'id':'m1'}}}}", "{'items':[{'id':'a'}],'total':1}",
			"{'a':{'x':1},'b':{'y':{}}}", "{'registry':{'version':'1.0','status':'ok'}}",
			"{'agents':{'items':[{'id':'a'}],'total':1}}", "{'agents':{'m1':{'x':1}}}",
			"{'agents':{'status':'ok','m1':{'id':'m1'}}}", "{'tools':{'t':{'id':'t'}}}", "{'registered_tools':{}}",
			"{'tools':{}}", "{'agents_v2':{}}" })
	void anUnknownShapeIsABadAnswerAndNoEntry(String body) {
		assertThat(refused(body).code()).isEqualTo(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE);
	}

	@Test
	void anUnknownShapeIsNamedByItsMembers() {
		assertThat(refused("{'apiVersion':'v1','items':[]}").detail()).contains("apiVersion, items");
	}

	@Test
	void whatIsNoEntryBesideEntriesIsPutAside() {
		RuntimeEntries entries = agents(
				"{'a':{'id':'a'},'pagination':{'next':'x'},'error':{'type':'x'},'odd':{'host':'h'},'empty':{}}");
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("a", "empty");
		assertThat(entries.quarantined()).containsOnlyKeys("pagination", "error", "odd");
	}

	@Test
	void anObjectWithANameOfAnswersIsPutAsideWithWhatAnEntryOfThatNameNeeds() {
		assertThat(agents("{'a':{'id':'a'},'info':{'type':'helper','status':'active'}}").quarantined().get("info"))
			.isEqualTo(
					"\"info\" is a name that answers use for other things; an entry of this name must have \"id\": \"info\"");
		assertThat(agents("{'a':{'id':'a'},'info':{'id':'info','status':'active'}}").quarantined()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'agents':[{'id':'a'}],'count':500}|500|false", "{'total':2,'agents':{'a':{'id':'a'}}}|2|false",
					"{'agents':[{'id':'a'},{'id':'b'}],'total_count':1}|1|true",
					"{'agents':[{'id':'a'},7],'count':2}||false", "{'agents':[{'id':'a'}],'count':'many'}||true",
					"{'registered_agents':{'a':{}},'count':3}|3|false" })
	void aCountThatIsNotThatOfTheEntriesIsRemembered(String body, @Nullable Integer count, boolean complete) {
		assertThat(agents(body).announced()).isEqualTo(Optional.ofNullable(count));
		assertThat(agents(body).complete()).isEqualTo(complete);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'id':1,'x':{'y':1,'y':2}}|the member \"y\" is there twice",
					"{'id':1,'\\ud83d':1}|half of a surrogate pair in a name",
					"{'id':1,'x':[{'a\\udc00':1}]}|half of a surrogate pair in a name" })
	void anEntryWithADefectIsPutAsideAloneInEveryShape(String entry, String reason) {
		for (String body : List.of("{'bad':%s,'ok':{'id':'ok'}}", "{'registered_agents':{'bad':%s,'ok':{}}}",
				"{'agents':{'ok':{'id':'ok'},'bad':%s}}", "{'registry':{'registered_agents':{'bad':%s,'ok':{}}}}")) {
			RuntimeEntries entries = agents(body.formatted(entry));
			assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("ok");
			assertThat(entries.quarantined()).containsOnlyKeys("bad");
			assertThat(entries.quarantined().get("bad")).contains(reason);
			assertThat(entries.complete()).isTrue();
		}
		RuntimeEntries listed = agents("{'agents':[{'id':'ok'}," + entry.replace("'id':1", "'id':'bad'") + "]}");
		assertThat(listed.quarantined()).containsOnlyKeys("bad");
		assertThat(listed.complete()).isTrue();
	}

	@Test
	void everyPrefixOfAnAnswerIsRefused() {
		String whole = "{'registry':{'registered_agents':{'a':{'n':[1,{'x':null}]}},'v':1},'w':true}";
		assertThat(agents(whole).entries().size()).isEqualTo(1);
		for (int length = 0; length < whole.length(); length++) {
			assertThat(refused(whole.substring(0, length)).code()).isIn(ProblemCode.COORDINATOR_BROKEN_JSON,
					ProblemCode.COORDINATOR_UNEXPECTED_SHAPE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "'text'", "7", "null", "true", "[]", "[{}]" })
	void anEntryThatIsNoObjectIsPutAsideAloneAndIsNotAbsent(String entry) {
		RuntimeEntries entries = agents("{'a':{'id':'a'},'b':" + entry + ",'c':{}}");
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("a", "c");
		assertThat(entries.quarantined()).containsOnlyKeys("b");
		assertThat(entries.names(new EntryId("b"))).isTrue();
	}

	@Test
	void anExplicitRegistryOfNothingButMalformedEntriesIsAnAnswer() {
		assertThat(agents("{'registered_agents':{'a':'x'}}").quarantined()).containsOnlyKeys("a");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "NaN|/a", "Infinity|/a", "-Infinity|/a", "1e999|/a",
			"[0,{'x/y':NaN}]|/a/1/x~1y", "'\\ud800'|/a", "{'~':'\\udc00'}|/a/~0" }, quoteCharacter = '`')
	void aValueThatCannotBeSignedIsPutAsideWithItsPointer(String value, String pointer) {
		RuntimeEntries entries = agents("{'bad':{'id':1,'a':" + value + "},'good':{}}");
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("good");
		assertThat(entries.quarantined().get("bad")).contains("at \"" + pointer + "\"").endsWith("cannot be signed");
	}

	@Test
	void whatIsDroppedNeedNotBeSignable() {
		assertThat(agents("{'a':{'id':'a','instance':{'x':NaN},'_y':Infinity}}").quarantined()).isEmpty();
	}

	@Test
	void anIdThatAListGivesTwiceIsPutAsideBothTimes() {
		RuntimeEntries entries = agents("{'agents':[{'id':'a','v':1},{'id':'b'},{'id':'a','v':2},{'id':'a','v':3}]}");
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("b");
		assertThat(entries.entries().size()).isEqualTo(1);
		assertThat(entries.quarantined()).containsOnlyKeys("a");
		assertThat(new String(entries.entries().bytes(), StandardCharsets.UTF_8)).doesNotContain("\"v\"");
	}

	@Test
	void anIdThatWasPutAsideStaysAsideWhenItComesAgain() {
		RuntimeEntries entries = agents("{'agents':[{'id':'a','v':NaN},{'id':'a'},{'id':'b'}]}");
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("b");
		assertThat(entries.quarantined()).containsOnlyKeys("a");
	}

	@Test
	void elementsOfAListWithoutAnIdArePutAsideByTheirPlace() {
		RuntimeEntries entries = agents(
				"{'agents':[{'id':'a'},{'name':'x'},{'id':7},'text',{'tool_id':'t'},{'id':''}]}");
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("a");
		assertThat(entries.quarantined()).containsOnlyKeys("agents[1]", "agents[2]", "agents[3]", "agents[4]", "");
	}

	@Test
	void anEntrysOwnPrivateMembersAndItsLiveObjectNeverGetPast() {
		RuntimeEntries entries = agents("""
				{'registered_agents':{
				  'a':{'agent_id':'a','instance':{'api_key':'hunter2'},'_token':'hunter2',
				       'config':{'_type':'llm','deep':[{'_meta':{'_id':7}}],'instance':'kept'}},
				  'b':'hunter2'},
				 '_state':'hunter2','settings':{'_id':1}}""");
		String stored = new String(entries.entries().bytes(), StandardCharsets.UTF_8) + entries.envelope()
				+ entries.quarantined();
		assertThat(stored).doesNotContain("hunter2");
		assertThat(entries.envelope()).hasToString("{\"settings\":{\"_id\":1}}");
		assertThat(entries.entries().find(new EntryId("a")).orElseThrow()).hasToString(
				"{\"agent_id\":\"a\",\"config\":{\"_type\":\"llm\",\"deep\":[{\"_meta\":{\"_id\":7}}],\"instance\":\"kept\"}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "..", "../../etc/passwd", "a b", " a ", "\ud83e\udd16", "error", "_x", "con", "a.b",
			"A", "%2e%2e", "it's" })
	void oddIdsAreIds(String id) {
		String body = "{\"%s\":{\"agent_type\":1}}".formatted(id);
		RuntimeEntries entries = parse(Kind.AGENTS, body);
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly(id);
		assertThat(entries.quarantined()).isEmpty();
	}

	@Test
	void anIdOf256CharactersIsOneAndOf257IsNone() {
		String longest = "\ud83e\udd16".repeat(256);
		RuntimeEntries entries = agents("{'%s':{'id':1},'%sx':{}}".formatted(longest, longest));
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly(longest);
		assertThat(entries.quarantined()).containsOnlyKeys(longest + "x");
		assertThat(entries.quarantined().get(longest + "x")).contains("257");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a\\u0000b", "\\n", "\\u0085" })
	void otherNamesAreNoIds(String name) {
		RuntimeEntries entries = agents("{'%s':{},'good':{'id':1}}".formatted(name));
		assertThat(entries.entries().ids()).extracting(EntryId::value).containsExactly("good");
		assertThat(entries.quarantined()).hasSize(1);
	}

	@Test
	void readsManyEntries() {
		String body = IntStream.range(0, 10_000)
			.mapToObj("'agent_%1$d':{'agent_id':'agent_%1$d','instance':{'_k':1}}"::formatted)
			.collect(Collectors.joining(",", "{", "}"));
		assertThat(agents(body).entries().size()).isEqualTo(10_000);
	}

	private static RuntimeEntries agents(String body) {
		return parse(Kind.AGENTS, body.replace('\'', '"'));
	}

	private static RuntimeEntries tools(String body) {
		return parse(Kind.TOOLS, body.replace('\'', '"'));
	}

	private static BadAnswerException refused(String body) {
		BadAnswerException failure = catchThrowableOfType(BadAnswerException.class, () -> agents(body));
		assertThat(failure).as(body).isNotNull();
		assertThat(failure.data()).containsEntry("source", "default").containsEntry("coordinator_status", 200);
		return failure;
	}

	private static RuntimeEntries parse(Kind kind, String body) {
		Question question = Question.of("default", kind, URI.create("http://localhost:8000"));
		return CoordinatorAnswer.parse(question, Text.of(body.getBytes(StandardCharsets.UTF_8)),
				EntryMembers.of(List.of("agent_id", "id", "name", "type", "status", "agent_type", "version")), null,
				UnaryOperator.identity());
	}

}
