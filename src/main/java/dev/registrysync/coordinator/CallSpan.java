package dev.registrysync.coordinator;

import java.net.http.HttpRequest;
import java.util.Locale;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

import dev.registrysync.problem.CodedFailure;
import dev.registrysync.problem.ProblemCode;

/**
 * The span of one request to a coordinator, which is told of it by {@code traceparent}.
 */
final class CallSpan implements AutoCloseable {

	private final Observation observation;

	private CallSpan(Observation observation) {
		this.observation = observation;
	}

	/**
	 * Begins it, and adds the header to the request.
	 */
	static CallSpan start(ObservationRegistry observations, HttpRequest.Builder request, Question question) {
		SenderContext<HttpRequest.Builder> context = new SenderContext<>((carrier, name, value) -> {
			if (carrier != null) {
				carrier.setHeader(name, value);
			}
		}, Kind.CLIENT);
		context.setCarrier(request);
		return new CallSpan(Observation.createNotStarted("registry.sync.span.call", () -> context, observations)
			.contextualName("%s /registry/%s".formatted(question.method().toLowerCase(Locale.ROOT), question.kind()))
			.lowCardinalityKeyValue("source", question.source())
			.lowCardinalityKeyValue("kind", question.kind().plural())
			.lowCardinalityKeyValue("method", question.method())
			.start());
	}

	void answered(int status) {
		this.observation.lowCardinalityKeyValue("status", Integer.toString(status));
	}

	void failed(ProblemCode code) {
		this.observation.error(new CodedFailure(code));
	}

	@Override
	public void close() {
		this.observation.stop();
	}

}
