package dev.registrysync.settings;

import java.net.URI;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/**
 * Reads a path of the file system, or a {@code file:} URL. Spring's own editor looks into
 * the web application first, where a path that begins with {@code ..} is not valid.
 */
@Component
@ConfigurationPropertiesBinding
class PathConverter implements Converter<String, @Nullable Path> {

	@Override
	@SuppressWarnings("NullAway") // it does not read the type argument
	public @Nullable Path convert(String text) {
		if (text.isBlank()) {
			return null;
		}
		return text.startsWith("file:") ? Path.of(URI.create(text)) : Path.of(text);
	}

}
