package dev.registrysync.registry;

import java.nio.ByteBuffer;

/**
 * Compares a JSON text in UTF-8 with one in ASCII, in which {@link JsonText} has escaped
 * all else.
 */
final class AsciiForm {

	private static final String HEX = "0123456789abcdef";

	private final ByteBuffer text;

	private final ByteBuffer ascii;

	private AsciiForm(ByteBuffer text, ByteBuffer ascii) {
		this.text = text;
		this.ascii = ascii;
	}

	/**
	 * Whether the second text is the first one but for such escapes. A text that is not
	 * UTF-8 (RFC 3629) has no such form.
	 */
	static boolean isOf(ByteBuffer text, ByteBuffer ascii) {
		return new AsciiForm(text.duplicate(), ascii.duplicate()).matches();
	}

	private boolean matches() {
		int same = this.text.mismatch(this.ascii);
		while (same >= 0) {
			this.text.position(this.text.position() + same);
			this.ascii.position(this.ascii.position() + same);
			if (!this.text.hasRemaining() || this.text.get(this.text.position()) >= 0 || !passEscaped(codePoint())) {
				return false;
			}
			same = this.text.mismatch(this.ascii);
		}
		return true;
	}

	/**
	 * Takes a character of more than one byte from the text; negative if it is none.
	 */
	private int codePoint() {
		int lead = this.text.get() & 0xff;
		int more = (lead >= 0xf0) ? 3 : (lead >= 0xe0) ? 2 : 1;
		if (lead < 0xc2 || lead > 0xf4 || this.text.remaining() < more) {
			return -1;
		}
		int point = lead & (0x3f >> more);
		for (int i = 0; i < more; i++) {
			int next = this.text.get();
			if ((next & 0xc0) != 0x80) {
				return -1;
			}
			point = (point << 6) | (next & 0x3f);
		}
		int least = (more == 3) ? Character.MIN_SUPPLEMENTARY_CODE_POINT : (more == 2) ? 0x800 : 0x80;
		boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
		return (point < least || point > Character.MAX_CODE_POINT || surrogate) ? -1 : point;
	}

	/**
	 * Passes over a character as it is escaped, if that comes next.
	 */
	private boolean passEscaped(int codePoint) {
		if (codePoint < 0) {
			return false;
		}
		for (char unit : Character.toChars(codePoint)) {
			if (this.ascii.remaining() < 6 || this.ascii.get() != '\\' || this.ascii.get() != 'u') {
				return false;
			}
			for (int shift = 12; shift >= 0; shift -= 4) {
				if (this.ascii.get() != HEX.charAt((unit >> shift) & 0xf)) {
					return false;
				}
			}
		}
		return true;
	}

}
