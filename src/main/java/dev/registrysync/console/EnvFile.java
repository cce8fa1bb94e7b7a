package dev.registrysync.console;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.registrysync.identity.PrivateKey;

/**
 * A file of variables, one a line, in which the platform keeps private keys in the clear.
 * Other variables are passed over.
 */
final class EnvFile implements NamedKeys {

	private static final Pattern LINE = Pattern
		.compile("(?dm)^[ \t\r]*(?:(?:#.*)?|(?<name>[^=\n]*)=[ \t\r]*(?<value>.*)|(?<defect>.+))$");

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

	/**
	 * Characters are bytes here, so that positions are the same in both. A line without a
	 * name is never quoted: it may be a bare key.
	 */
	private void parse(byte[] bytes) {
		CharBuffer text = StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(bytes));
		Matcher line = LINE.matcher(text);
		for (int number = 1; line.find(); number++) {
			if (line.start("defect") >= 0) {
				this.defects.add("line %d is neither a comment nor NAME=VALUE".formatted(number));
			}
			else if (line.start("name") >= 0) {
				String name = name(bytes, line.start("name"), line.end("name"));
				if (name.startsWith(EnvNaming.PREFIX)) {
					variable(number, name, value(bytes, line.start("value"), line.end("value")));
				}
			}
		}
		Arrays.fill(text.array(), ' ');
	}

	private static String name(byte[] bytes, int start, int end) {
		String name = new String(bytes, start, end - start, StandardCharsets.UTF_8).strip();
		return name.startsWith(EXPORT) ? name.substring(EXPORT.length()).strip() : name;
	}

	private void variable(int number, String name, byte[] value) {
		try {
			Integer before = this.lines.putIfAbsent(name, number);
			if (before != null) {
				this.defects.add("line %d: %s stands in line %d already".formatted(number, Printable.of(name), before));
			}
			else {
				this.keys.put(name, SecretHex.key(value));
			}
		}
		catch (MalformedSecretException ex) {
			this.defects.add("line %d: %s: %s".formatted(number, Printable.of(name), ex.reason()));
		}
		finally {
			Arrays.fill(value, (byte) 0);
		}
	}

	/**
	 * Returns the value without quotes around it or a comment behind it.
	 */
	private static byte[] value(byte[] bytes, int from, int to) {
		int end = from;
		while (end < to && !(bytes[end] == '#' && end > from && isBlank(bytes[end - 1]))) {
			end++;
		}
		while (end > from && isBlank(bytes[end - 1])) {
			end--;
		}
		boolean quoted = end - from >= 2 && bytes[from] == bytes[end - 1]
				&& (bytes[from] == '"' || bytes[from] == '\'');
		return quoted ? Arrays.copyOfRange(bytes, from + 1, end - 1) : Arrays.copyOfRange(bytes, from, end);
	}

	private static boolean isBlank(byte character) {
		return character == ' ' || character == '\t' || character == '\r';
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
