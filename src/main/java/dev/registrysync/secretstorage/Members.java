package dev.registrysync.secretstorage;

import java.util.HexFormat;

import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.secretstorage.SecretStorageException.Defect;

/**
 * Reads the members that have to be there.
 */
final class Members {

	private final String path;

	private final JsonObject object;

	Members(String path, JsonObject object) {
		this.path = path;
		this.object = object;
	}

	Members object(String name) {
		return this.object.findObject(name)
			.map((value) -> new Members(this.path + name + ".", value))
			.orElseThrow(() -> malformed(name, "an object"));
	}

	String text(String name) {
		return this.object.findText(name).orElseThrow(() -> malformed(name, "a string"));
	}

	/**
	 * A whole number from 1 to 2^53.
	 */
	long number(String name) {
		return this.object.find(name)
			.filter((value) -> value instanceof JsonNumber)
			.map((value) -> ((JsonNumber) value).doubleValue())
			.filter((value) -> value >= 1 && value <= 0x1p53 && value == Math.rint(value))
			.map(Double::longValue)
			.orElseThrow(() -> malformed(name, "a whole number above 0"));
	}

	/**
	 * Bytes as hex digits, with or without {@code 0x}.
	 */
	byte[] hex(String name) {
		String text = text(name);
		String digits = text.startsWith("0x") ? text.substring(2) : text;
		if (digits.length() % 2 != 0 || !digits.chars().allMatch(HexFormat::isHexDigit)) {
			throw malformed(name, "an even number of hex digits");
		}
		return HexFormat.of().parseHex(digits);
	}

	byte[] hex(String name, int least, int most) {
		byte[] bytes = hex(name);
		if (bytes.length < least || bytes.length > most) {
			String wanted = (least == most) ? String.valueOf(least) : "%d to %d".formatted(least, most);
			throw malformed(name, wanted + " bytes in hex digits");
		}
		return bytes;
	}

	private SecretStorageException malformed(String name, String wanted) {
		return new SecretStorageException(Defect.MALFORMED,
				"its member %s is not %s".formatted(this.path + name, wanted));
	}

}
