package dev.registrysync.settings;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StrictBinderTest {

	private static final String PREFIX = "registry-sync.things";

	private final MockEnvironment environment = new MockEnvironment();

	private final StrictBinder binder = new StrictBinder(this.environment);

	@Test
	void whatIsNotSetHasItsDefault() {
		assertThat(this.binder.get(PREFIX, Thing.class)).isEqualTo(new Thing(null, Duration.ofSeconds(2)));

		this.environment.setProperty(PREFIX + ".base-url", "http://host");

		assertThat(this.binder.get(PREFIX, Thing.class))
			.isEqualTo(new Thing(URI.create("http://host"), Duration.ofSeconds(2)));
	}

	@Test
	void whereNothingIsSetNothingIsFound() {
		assertThat(this.binder.find(PREFIX, Thing.class)).isEmpty();
		assertThat(this.binder.named(PREFIX, Thing.class)).isEmpty();
	}

	@Test
	void findsByName() {
		this.environment.setProperty(PREFIX + ".a.timeout", "1s");
		this.environment.setProperty(PREFIX + ".b-2.timeout", "2s");

		assertThat(this.binder.named(PREFIX, Thing.class)).containsOnlyKeys("a", "b-2")
			.containsEntry("a", new Thing(null, Duration.ofSeconds(1)));
		assertThat(this.binder.find(PREFIX + ".a", Thing.class)).contains(new Thing(null, Duration.ofSeconds(1)));
	}

	@Test
	void whatIsUnknownIsNamedWithWhatIsKnownAndWithoutItsValue() {
		this.environment.setProperty(PREFIX + ".time-limit", "hunter2");

		assertUnknown(PREFIX + ".time-limit", PREFIX, (binder) -> binder.get(PREFIX, Thing.class));
		assertUnknown(PREFIX + ".time-limit", PREFIX, (binder) -> binder.find(PREFIX, Thing.class));
	}

	@Test
	void whatIsUnknownOfANamedThingIsNamedToo() {
		this.environment.setProperty(PREFIX + ".a.timeout.x", "hunter2");

		assertUnknown(PREFIX + ".a.timeout.x", PREFIX + ".<name>", (binder) -> binder.named(PREFIX, Thing.class));
	}

	private void assertUnknown(String name, String prefix, Consumer<StrictBinder> binding) {
		assertThatExceptionOfType(UnknownPropertiesException.class).isThrownBy(() -> binding.accept(this.binder))
			.satisfies((ex) -> {
				assertThat(ex.names()).containsExactly(name);
				FailureAnalysis told = new UnknownPropertiesFailureAnalyzer().analyze(ex, ex);
				assertThat(told.getDescription()).contains(name).doesNotContain("hunter2");
				assertThat(told.getAction()).endsWith("Known below %s are: base-url, timeout.".formatted(prefix));
			});
	}

	@Test
	void whatIsMalformedIsAnotherFailure() {
		this.environment.setProperty(PREFIX + ".timeout", "soon");

		assertThatExceptionOfType(BindException.class).isThrownBy(() -> this.binder.get(PREFIX, Thing.class));
	}

	record Thing(@Nullable URI baseUrl, @DefaultValue("2s") Duration timeout) {
	}

}
