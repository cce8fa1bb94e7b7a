package dev.registrysync.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/**
 * Reads settings by hand, and refuses those that are not known. Each call throws
 * {@link UnknownPropertiesException} then, and {@link BindException} if one that is known
 * is malformed. Environment variables may be unknown, as platforms make up their own.
 */
public final class StrictBinder {

	private final Binder binder;

	public StrictBinder(Environment environment) {
		this.binder = Binder.get(environment,
				new NoUnboundElementsBindHandler(BindHandler.DEFAULT, new UnboundElementsSourceFilter()));
	}

	/**
	 * What is set below the prefix, with the defaults for the rest.
	 */
	public <T extends Record> T get(String prefix, Class<T> type) {
		return strict(prefix, type, () -> this.binder.bindOrCreate(prefix, type));
	}

	/**
	 * What is set below the prefix; empty if nothing is.
	 */
	public <T extends Record> Optional<T> find(String prefix, Class<T> type) {
		return strict(prefix, type, () -> {
			T found = this.binder.bind(prefix, Bindable.of(type)).orElse(null);
			return Optional.ofNullable(found);
		});
	}

	/**
	 * What is set below {@code prefix.<name>}, by name. Names that only environment
	 * variables have are not seen if the prefix has a dash.
	 */
	public <T extends Record> Map<String, T> named(String prefix, Class<T> type) {
		return strict(prefix + ".<name>", type,
				() -> this.binder.bind(prefix, Bindable.mapOf(String.class, type)).orElse(Map.of()));
	}

	private static <R> R strict(String prefix, Class<? extends Record> known, Supplier<R> binding) {
		try {
			return binding.get();
		}
		catch (BindException ex) {
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				throw UnknownPropertiesException.of(unbound, prefix, known);
			}
			throw ex;
		}
	}

}
