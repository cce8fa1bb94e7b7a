package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class AsciiFormTest {

	private static boolean isOf(byte[] text, String ascii) {
		ByteBuffer rest = ByteBuffer.wrap(text);
		return AsciiForm.passes(rest, ByteBuffer.wrap(ascii.getBytes(UTF_8))) && !rest.hasRemaining();
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "\u00fc", "a\u00e9b", "\u0080\u07ff\u0800\ud7ff\ue000\uffff",
			"\ud800\udc00x\udbff\udfff", "ends with \u00fc" })
	void isTheTextThatIsWrittenOfIt(String text) {
		String ascii = JsonText.compact(new JsonString(text));
		byte[] plain = ("\"" + text + "\"").getBytes(UTF_8);
		assertThat(isOf(plain, ascii)).isTrue();
		assertThat(isOf(plain, ascii + " ")).isFalse();
		assertThat(isOf((new String(plain, UTF_8) + " ").getBytes(UTF_8), ascii)).isFalse();
		assertThat(isOf(plain, ascii.substring(0, ascii.length() - 1))).isFalse();
	}

	@Test
	void isNoOtherText() {
		assertThat(isOf("\u00fc".getBytes(UTF_8), "\\u00fd")).isFalse();
		assertThat(isOf("\u00fc".getBytes(UTF_8), "\\u00FC")).isFalse();
		assertThat(isOf("\u00fc".getBytes(UTF_8), "\\u00f")).isFalse();
		assertThat(isOf("\ud83d\ude00".getBytes(UTF_8), "\\ud83d")).isFalse();
		assertThat(isOf("\\u00fc".getBytes(UTF_8), "\\u00fc")).isTrue();
	}

	@Test
	void whatABackslashEscapesIsAscii() {
		assertThat(isOf("\\\u00fc".getBytes(UTF_8), "\\\\u00fc")).isFalse();
		assertThat(isOf("\\\\\u00fc".getBytes(UTF_8), "\\\\\\u00fc")).isTrue();
	}

	@Test
	void whatIsNoUtf8HasNone() {
		assertThat(isOf(bytes(0xc0, 0xaf), "\\u002f")).isFalse();
		assertThat(isOf(bytes(0xc1, 0xbf), "\\u007f")).isFalse();
		assertThat(isOf(bytes(0xe0, 0x83, 0xbc), "\\u00fc")).isFalse();
		assertThat(isOf(bytes(0xed, 0xa0, 0x80), "\\ud800")).isFalse();
		assertThat(isOf(bytes(0xf0, 0x83, 0x83, 0xbc), "\\u00fc")).isFalse();
		assertThat(isOf(bytes(0xc3), "\\u00fc")).isFalse();
		assertThat(isOf(bytes(0xc3, 0x3c), "\\u00fc")).isFalse();
		assertThat(isOf(bytes(0xbc), "\\u00fc")).isFalse();
		assertThat(isOf(bytes(0xf5, 0x80, 0x80, 0x80), "\\u00fc")).isFalse();
	}

	@Test
	void isTheSameForAnyTextAndNoneOfItsNeighbours() {
		Random random = new Random(11);
		for (int i = 0; i < 2_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int j = random.nextInt(12); j >= 0; j--) {
				int point = random.nextInt(3) == 0 ? 'a' + random.nextInt(26) : random.nextInt(0x10ffff);
				text.appendCodePoint((point < ' ' || (point >= 0xd800 && point <= 0xdfff) || point == '"'
						|| point == '\\' || point == 0x7f) ? 'x' : point);
			}
			String ascii = JsonText.compact(new JsonString(text.toString()));
			byte[] plain = ("\"" + text + "\"").getBytes(UTF_8);
			assertThat(isOf(plain, ascii)).isTrue();
			plain[random.nextInt(plain.length)] ^= (byte) (1 << random.nextInt(8));
			assertThat(isOf(plain, ascii)).isFalse();
		}
	}

}
