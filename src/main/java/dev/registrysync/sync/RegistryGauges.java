package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.registrysync.reconcile.EntryState;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.springframework.util.function.SingletonSupplier;

/**
 * The meters of what the registry was like when it was last looked at.
 */
final class RegistryGauges {

	private final MeterRegistry meters;

	private final AtomicLong revision;

	private final Map<Kind, AtomicLong> invalid = new EnumMap<>(Kind.class);

	private final Map<Kind, AtomicLong> missing = new EnumMap<>(Kind.class);

	private volatile Supplier<Census> counting = Census::new;

	private volatile Supplier<Census> census = SingletonSupplier.of(Census::new);

	RegistryGauges(MeterRegistry meters) {
		this.meters = meters;
		this.revision = gauge("revision", "The revision of the registry", Tags.empty());
		for (Kind kind : Kind.values()) {
			Tags tags = Tags.of("kind", kind.plural());
			this.invalid.put(kind,
					gauge("signatures.invalid", "Entries with any verdict but VALID, as last validated", tags));
			this.missing.put(kind,
					gauge("identity.missing", "Entries with the verdict MISSING, as last validated", tags));
			Gauge.builder(SyncMetrics.PREFIX + "out.of.sync", () -> this.census.get().outOfSync(kind))
				.description("Entries that differ from what their source said last, as after a rollback")
				.tags(tags)
				.register(this.meters);
			for (EntryState state : EntryState.values()) {
				Gauge.builder(SyncMetrics.PREFIX + "entries", () -> this.census.get().of(kind, state))
					.description("Entries of the registry")
					.tags(tags.and("state", state.text()))
					.register(this.meters);
			}
		}
	}

	private AtomicLong gauge(String name, String description, Tags tags) {
		AtomicLong value = new AtomicLong();
		Gauge.builder(SyncMetrics.PREFIX + name, value, AtomicLong::doubleValue)
			.description(description)
			.tags(tags)
			.register(this.meters);
		return value;
	}

	/**
	 * Takes in what there is at the start.
	 * @param entries counts the entries as they are when it is asked
	 */
	void found(Revision present, Supplier<Census> entries) {
		this.counting = entries;
		edited(present);
	}

	/**
	 * Takes in a revision; its entries are counted when somebody wants to know.
	 */
	void edited(Revision present) {
		this.revision.set(present.number());
		this.census = SingletonSupplier.of(this.counting);
	}

	/**
	 * Takes in a revision whose entries are counted.
	 */
	void counted(Revision present, Census entries) {
		this.revision.set(present.number());
		this.census = () -> entries;
	}

	void validated(Kind kind, RunResult result) {
		Objects.requireNonNull(this.invalid.get(kind)).set(result.invalid(kind));
		Objects.requireNonNull(this.missing.get(kind)).set(result.missing(kind));
	}

}
