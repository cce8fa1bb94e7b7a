package dev.registrysync.console;

import java.util.Optional;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code agents/<id>} and {@code tools/<id>}; an id may have slashes itself.
 */
final class EntryRefs implements ITypeConverter<EntryRef> {

	static Optional<EntryRef> find(String text) {
		int slash = text.indexOf('/');
		return (slash < 0) ? Optional.empty() : Kind.find(text.substring(0, slash))
			.flatMap((kind) -> EntryId.find(text.substring(slash + 1)).map((id) -> new EntryRef(kind, id)));
	}

	@Override
	public EntryRef convert(String text) {
		return find(text).orElseThrow(() -> new TypeConversionException(
				"'%s' is neither agents/ID nor tools/ID".formatted(Printable.of(text))));
	}

}
