package dev.registrysync.console;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.registrysync.identity.PrivateKey;

/**
 * A file of variables, one a line, in which the platform keeps private keys in the clear.
 * Other variables are passed over.
 */
final class EnvFile implements NamedKeys {

	private static final String EXPORT = "export ";

	private final EnvNaming naming;

	private final Map<String, PrivateKey> keys = new LinkedHashMap<>();

	private final Map<String, Integer> lines = new HashMap<>();

	private final List<String> defects = new ArrayList<>();

	private EnvFile(EnvNaming naming) {
		this.naming = naming;
	}

	/**
	 * Reads the file whole.
	 * @throws RefusedException if it cannot be read, a line is no variable, a key is
	 * malformed or a name stands there twice; all such lines are named
	 */
	static EnvFile read(Path path, EnvNaming naming) {
		byte[] bytes = InputFile.read(path);
		EnvFile file = new EnvFile(naming);
		try {
			file.parse(bytes);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
		if (!file.defects.isEmpty()) {
			file.close();
			throw new RefusedException(
					"%s is broken, so nothing is imported:\n%s".formatted(path, String.join("\n", file.defects)),
					"Mend or remove these lines; the form is %s{NAME}={64 hex digits}.".formatted(EnvNaming.PREFIX));
		}
		return file;
	}

	private void parse(byte[] bytes) {
		int number = 0;
		int start = 0;
		while (start < bytes.length) {
			int end = start;
			while (end < bytes.length && bytes[end] != '\n') {
				end++;
			}
			number++;
			byte[] line = Arrays.copyOfRange(bytes, start, end);
			try {
				line(number, line);
			}
			finally {
				Arrays.fill(line, (byte) 0);
			}
			start = end + 1;
		}
	}

	/**
	 * A line without a name is never quoted: it may be a bare key.
	 */
	private void line(int number, byte[] line) {
		int start = 0;
		while (start < line.length && isBlank(line[start])) {
			start++;
		}
		if (start == line.length || line[start] == '#') {
			return;
		}
		int equals = indexOf(line, '=', start);
		if (equals < 0) {
			this.defects.add("line %d is neither a comment nor NAME=VALUE".formatted(number));
			return;
		}
		String name = name(line, start, equals);
		if (name.startsWith(EnvNaming.PREFIX)) {
			variable(number, name, line, equals + 1);
		}
	}

	private static String name(byte[] line, int start, int end) {
		String name = new String(line, start, end - start, StandardCharsets.UTF_8).strip();
		return name.startsWith(EXPORT) ? name.substring(EXPORT.length()).strip() : name;
	}

	private void variable(int number, String name, byte[] line, int start) {
		Integer before = this.lines.putIfAbsent(name, number);
		if (before != null) {
			this.defects.add("line %d: %s stands in line %d already".formatted(number, Printable.of(name), before));
			return;
		}
		byte[] value = value(line, start);
		try {
			this.keys.put(name, SecretHex.key(value));
		}
		catch (MalformedSecretException ex) {
			this.defects.add("line %d: %s: %s".formatted(number, Printable.of(name), ex.reason()));
		}
		finally {
			Arrays.fill(value, (byte) 0);
		}
	}

	/**
	 * The value without quotes around it or a comment behind it.
	 */
	private static byte[] value(byte[] line, int from) {
		int start = from;
		while (start < line.length && isBlank(line[start])) {
			start++;
		}
		int comment = indexOf(line, '#', start);
		int end = (comment > start && isBlank(line[comment - 1])) ? comment : line.length;
		while (end > start && isBlank(line[end - 1])) {
			end--;
		}
		boolean quoted = end - start >= 2 && line[start] == line[end - 1]
				&& (line[start] == '"' || line[start] == '\'');
		return quoted ? Arrays.copyOfRange(line, start + 1, end - 1) : Arrays.copyOfRange(line, start, end);
	}

	private static boolean isBlank(byte character) {
		return character == ' ' || character == '\t' || character == '\r';
	}

	private static int indexOf(byte[] line, char character, int from) {
		for (int i = from; i < line.length; i++) {
			if (line[i] == character) {
				return i;
			}
		}
		return -1;
	}

	@Override
	public List<String> namesOf(String entity) {
		return List.of(this.naming.nameOf(entity));
	}

	@Override
	public Set<String> names() {
		return Collections.unmodifiableSet(this.keys.keySet());
	}

	@Override
	public PrivateKey open(String name) {
		byte[] bytes = Objects.requireNonNull(this.keys.get(name), name).toBytes();
		try {
			return PrivateKey.copyOf(bytes);
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	@Override
	public void close() {
		this.keys.values().forEach(PrivateKey::close);
	}

}
