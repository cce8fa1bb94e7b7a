package dev.registrysync.sync;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.registrysync.coordinator.Sources;
import dev.registrysync.reconcile.AbsenceGuard;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.reconcile.Grace;
import dev.registrysync.reconcile.MemberRules;
import dev.registrysync.reconcile.Owner;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class MemberPropertiesTest {

	private static final String FIRST = "registry-sync.members.agents[0].";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(PolicyConfiguration.class);

	@Test
	void withoutConfigurationThereAreNoRules() {
		this.runner.run((context) -> assertThat(context.getBean(ReconcilePolicy.class).members())
			.isEqualTo(Map.of(Kind.AGENTS, MemberRules.DEFAULT, Kind.TOOLS, MemberRules.DEFAULT)));
	}

	@Test
	void everyPropertyIsMapped() {
		this.runner
			.withPropertyValues("registry-sync.conflicts.tools=persistent", FIRST + "pointer=/metadata/priority",
					FIRST + "owner=operator", "registry-sync.members.agents[1].pointer=/description",
					"registry-sync.members.agents[1].conflicts=manual", "registry-sync.members.tools[0].pointer=/a~1b",
					"registry-sync.members.tools[0].owner=runtime", "registry-sync.members.tools[0].conflicts=manual")
			.run((context) -> {
				ReconcilePolicy policy = context.getBean(ReconcilePolicy.class);
				assertThat(policy.owner(Kind.AGENTS, JsonPointer.parse("/metadata/priority")))
					.isEqualTo(Owner.OPERATOR);
				assertThat(policy.conflicts(Kind.AGENTS, JsonPointer.of("description")))
					.isEqualTo(ConflictPolicy.MANUAL);
				assertThat(policy.conflicts(Kind.AGENTS, JsonPointer.of("type"))).isEqualTo(ConflictPolicy.RUNTIME);
				assertThat(policy.conflicts(Kind.TOOLS, JsonPointer.of("a/b"))).isEqualTo(ConflictPolicy.MANUAL);
				assertThat(policy.conflicts(Kind.TOOLS, JsonPointer.of("type"))).isEqualTo(ConflictPolicy.PERSISTENT);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/identity/public_key|operator|written by Registry Sync alone",
					"/status|operator|owner of /status", "priority|operator|begins with \"/\"",
					"/a~2b|operator|is written \"~0\"", "/a||sets the owner, the conflict policy or both",
					"/a|sync|owned by runtime or operator" })
	void aRuleThatCannotBeMeantRefusesToStart(String pointer, String owner, String reason) {
		this.runner
			.withPropertyValues(FIRST + "pointer=" + pointer,
					(owner != null) ? FIRST + "owner=" + owner : "registry-sync.conflicts.agents=manual")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("registry-sync.members.agents[0]")
				.hasMessageContaining(reason));
	}

	@Test
	void aMemberThatIsListedTwiceRefusesToStart() {
		this.runner
			.withPropertyValues("registry-sync.members.tools[0].pointer=/a",
					"registry-sync.members.tools[0].owner=operator", "registry-sync.members.tools[1].pointer=/a",
					"registry-sync.members.tools[1].conflicts=manual")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("registry-sync.members.tools[1]")
				.hasMessageContaining("/a is listed twice"));
	}

	@Test
	void aRuleWithoutAPointerRefusesToStart() {
		this.runner.withPropertyValues(FIRST + "owner=operator")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("registry-sync.members.agents[0]"));
	}

	@Test
	void theGraceIsMappedToo() {
		this.runner
			.run((context) -> assertThat(context.getBean(ReconcilePolicy.class).grace()).isEqualTo(Grace.DEFAULT));
		this.runner.withPropertyValues("registry-sync.grace.pulls=7", "registry-sync.grace.duration=1h")
			.run((context) -> assertThat(context.getBean(ReconcilePolicy.class).grace())
				.isEqualTo(new Grace(7, Duration.ofHours(1))));
	}

	@ParameterizedTest
	@CsvSource({ "pulls,0", "pulls,-1", "duration,-1s", "pulls,x", "pull,1" })
	void aGraceThatCannotBeRightRefusesToStart(String name, String value) {
		this.runner.withPropertyValues("registry-sync.grace." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("registry-sync.grace"));
	}

	@Test
	void anUnknownMemberOfARuleRefusesToStart() {
		this.runner.withPropertyValues(FIRST + "pointer=/a", FIRST + "owner=operator", FIRST + "winner=runtime")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("winner"));
	}

	@Test
	void whatIsSetForOneSourceCountsForItAndForNoOther() {
		this.runner
			.withPropertyValues("registry-sync.guard.min-losses=5",
					"registry-sync.guard.sources.east.max-loss-percent=50", "registry-sync.conflicts.tools=persistent",
					"registry-sync.conflicts.sources.east.agents=manual", FIRST + "pointer=/description",
					FIRST + "conflicts=persistent")
			.run((context) -> {
				ReconcilePolicy policy = context.getBean(ReconcilePolicy.class);
				assertThat(policy.of("east").guard()).isEqualTo(new AbsenceGuard(50, 5));
				assertThat(policy.of("west")).isSameAs(policy);
				assertThat(policy.guard()).isEqualTo(new AbsenceGuard(15, 5));
				ReconcilePolicy east = policy.of("east");
				assertThat(east.conflicts(Kind.AGENTS, JsonPointer.of("type"))).isEqualTo(ConflictPolicy.MANUAL);
				assertThat(east.conflicts(Kind.AGENTS, JsonPointer.of("description")))
					.as("a rule about a member counts for all sources")
					.isEqualTo(ConflictPolicy.PERSISTENT);
				assertThat(east.conflicts(Kind.TOOLS, JsonPointer.of("type"))).isEqualTo(ConflictPolicy.PERSISTENT);
				assertThat(policy.conflicts(Kind.AGENTS, JsonPointer.of("type"))).isEqualTo(ConflictPolicy.RUNTIME);
			});
	}

	@ParameterizedTest
	@CsvSource({ "guard.sources.north.min-losses, 1, registry-sync.guard.sources.north",
			"conflicts.sources.north.agents, manual, registry-sync.conflicts.sources.north",
			"guard.sources.east.max-loss-percent, 101, maxLossPercent",
			"guard.sources.east.max-loss, 10, registry-sync.guard" })
	void settingsOfASourceThatCannotBeMeantRefuseToStart(String name, String value, String told) {
		this.runner.withPropertyValues("registry-sync." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(told));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ MemberProperties.class, ConflictProperties.class, GuardProperties.class,
			GraceProperties.class })
	static class PolicyConfiguration {

		@Bean
		ReconcilePolicy reconcilePolicy(ConflictProperties conflicts, MemberProperties members, GuardProperties guard,
				GraceProperties grace) {
			return new SyncConfiguration().reconcilePolicy(conflicts, members, guard, grace,
					new Sources(List.of(new FakeCoordinator("east"), new FakeCoordinator("west"))));
		}

	}

}
