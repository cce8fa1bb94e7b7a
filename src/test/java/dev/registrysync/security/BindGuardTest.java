package dev.registrysync.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

@ExtendWith(OutputCaptureExtension.class)
class BindGuardTest {

	@TempDir
	private static Path directory;

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withUserConfiguration(SecurityConfiguration.class)
		.withBean(Clock.class, Clock::systemUTC);

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.1.2.3", "::1", "localhost" })
	void startsOnALoopbackAddressWithoutAWord(String address, CapturedOutput output) {
		this.runner.withPropertyValues("server.address=" + address).run((context) -> {
			assertThat(context).hasNotFailed();
			Health health = context.getBean(SecurityHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("open", false);
		});
		assertThat(output.getOut()).doesNotContain("Open to whoever");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::", "192.0.2.7" })
	void refusesAnAddressThatOthersCanReach(String address) {
		this.runner.withPropertyValues("server.address=" + address).run((context) -> {
			assertThat(context).getFailure().isInstanceOf(OpenToOthersException.class);
			OpenToOthersException failure = (OpenToOthersException) context.getStartupFailure();
			assertThat(failure.exposure().property()).isEqualTo("server.address");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "server.address=" })
	void refusesToListenEverywhereByOmission(String property) {
		this.runner.withPropertyValues(property.isEmpty() ? new String[0] : new String[] { property })
			.run((context) -> {
				assertThat(context).getFailure().isInstanceOf(OpenToOthersException.class);
				FailureAnalysis analysis = new OpenToOthersFailureAnalyzer().analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("on every address", "server.address is not set");
			});
	}

	@Test
	void closedByHandIsClosed() {
		this.runner.withPropertyValues("server.address=0.0.0.0", "registry-sync.security.open=false")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void startsOpenWhenThatIsAllowedByHandAndSaysSoOnce(CapturedOutput output) {
		this.runner.withPropertyValues("server.address=0.0.0.0", "registry-sync.security.open=true").run((context) -> {
			assertThat(context).hasNotFailed();
			Health health = context.getBean(SecurityHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("open", true).containsEntry("address", "0.0.0.0");
		});
		assertThat(output.getAll()).containsOnlyOnce("Open to whoever reaches 0.0.0.0 (server.address)")
			.containsOnlyOnce("WARN");
	}

	static Stream<Arguments> credentials() throws IOException {
		TokenLines token = TokenLines.of(NewToken.random(), "ci", List.of("sync"), null);
		Path file = Files.writeString(directory.resolve("tokens"), token.line());
		return Stream.of(Arguments.of(List.of("registry-sync.security.tokens-file=" + file)),
				Arguments.of(token.settings().stream().map((line) -> line.replaceFirst(": ", "=")).toList()),
				Arguments.of(List.of("registry-sync.security.issuer.uri=https://issuer.example",
						"registry-sync.security.issuer.audience=registry-sync")));
	}

	@ParameterizedTest
	@MethodSource("credentials")
	void startsAnywhereWhenCredentialsAreAskedFor(List<String> settings, CapturedOutput output) {
		this.runner.withPropertyValues("server.address=0.0.0.0")
			.withPropertyValues(settings.toArray(String[]::new))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Health health = context.getBean(SecurityHealthIndicator.class).health();
				assertThat(health.getDetails()).containsEntry("open", false).containsEntry("credentials", true);
			});
		assertThat(output.getOut()).doesNotContain("Open to whoever");
	}

	@ParameterizedTest
	@CsvSource({ "9090,,true", "0,,true", "8080,,false", "-1,,false", "9090,127.0.0.1,false", "9090,0.0.0.0,true" })
	void aManagementPortOfItsOwnIsGuardedToo(String port, String address, boolean refused) {
		this.runner
			.withPropertyValues("server.address=127.0.0.1", "management.server.port=" + port,
					"management.server.address=" + ((address != null) ? address : ""))
			.run((context) -> {
				if (refused) {
					assertThat(context).getFailure()
						.isInstanceOfSatisfying(OpenToOthersException.class,
								(failure) -> assertThat(failure.exposure().property())
									.isEqualTo("management.server.address"));
				}
				else {
					assertThat(context).hasNotFailed();
				}
			});
	}

	@Test
	void theRolesThatTheGuideGivesToAnIssuersValuesAreRead() {
		this.runner
			.withPropertyValues("server.address=127.0.0.1", "registry-sync.security.issuer.uri=https://issuer.example",
					"registry-sync.security.issuer.audience=registry-sync",
					"registry-sync.security.issuer.roles.registry-admins=admin",
					"registry-sync.security.issuer.roles.platform=Sync",
					"registry-sync.security.issuer.roles.planner=sign:agents/Planner%20A")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				SecurityProperties.Issuer issuer = context.getBean(SecurityProperties.class).issuer();
				assertThat(issuer).isNotNull();
				assertThat(issuer.roles()).containsOnly(entry("registry-admins", new Grant(Role.ADMIN, null)),
						entry("platform", new Grant(Role.SYNC, null)),
						entry("planner", new Grant(Role.SIGN, "agents/Planner A")));
			});
	}

	@Test
	void aRoleThatIsNoneRefusesToStartAndNamesTheRoles() {
		this.runner
			.withPropertyValues("server.address=127.0.0.1", "registry-sync.security.issuer.uri=https://issuer.example",
					"registry-sync.security.issuer.audience=registry-sync",
					"registry-sync.security.issuer.roles.platform=root")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(Grant.FORMS));
	}

	@Test
	void anUnknownSecurityPropertyRefusesToStartWithItsName() {
		this.runner.withPropertyValues("server.address=127.0.0.1", "registry-sync.security.opn=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("registry-sync.security.opn"));
	}

	@Test
	void thereIsNothingToGuardWithoutAServer() {
		new ApplicationContextRunner().withUserConfiguration(SecurityConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BindGuard.class));
	}

	@Test
	void theRefusalSaysWhatAndWhyAndWhichLinesToAdd(CapturedOutput output) {
		assertThatThrownBy(
				() -> new SpringApplicationBuilder(SecurityConfiguration.class).run("--server.address=0.0.0.0"))
			.isInstanceOf(OpenToOthersException.class);
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START",
				"Registry Sync would listen on 0.0.0.0 (server.address), where others can reach it. "
						+ "It asks nobody for credentials",
				"java -jar registry-sync.jar token", "    registry-sync.security.tokens[0].hash: sha256:",
				"    registry-sync.security.issuer.uri: ", "    server.address: 127.0.0.1\n",
				"    registry-sync.security.open: true\n");
	}

}
