package dev.registrysync.settings;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;

/**
 * There is configuration below {@code registry-sync} that nobody reads.
 */
public final class UnknownPropertiesException extends RuntimeException {

	private final SortedSet<String> names;

	private final String prefix;

	private final List<String> known;

	/**
	 * Makes the failure.
	 * @param names the properties; never their values
	 * @param prefix what they stand below
	 * @param known what may stand there
	 */
	public UnknownPropertiesException(SortedSet<String> names, String prefix, List<String> known) {
		super("unknown configuration: " + String.join(", ", names));
		this.names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
		this.prefix = prefix;
		this.known = List.copyOf(known);
	}

	/**
	 * Takes over what the binder says, without the values: somebody may have written a
	 * token there.
	 * @param known the record whose components may stand there
	 */
	static UnknownPropertiesException of(UnboundConfigurationPropertiesException unbound, String prefix,
			Class<? extends Record> known) {
		SortedSet<String> names = new TreeSet<>();
		unbound.getUnboundProperties().forEach((property) -> names.add(property.getName().toString()));
		return new UnknownPropertiesException(names, prefix,
				Stream.of(known.getRecordComponents())
					.map((component) -> DataObjectPropertyName.toDashedForm(component.getName()))
					.toList());
	}

	SortedSet<String> names() {
		return this.names;
	}

	String prefix() {
		return this.prefix;
	}

	public List<String> known() {
		return this.known;
	}

}
