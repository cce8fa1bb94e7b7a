package dev.registrysync.coordinator;

import java.util.Arrays;

import dev.registrysync.registry.Digest;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Span;
import dev.registrysync.registry.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The compact text of an entry in an answer, made safe. It is made from the body of the
 * answer when it is asked for.
 *
 * @param body the body of the answer
 * @param start where the entry begins in it
 * @param rawLength how many bytes it has there
 * @param raw the digest of these bytes; null if the next answer that has them is to be
 * looked at all the same
 * @param length how many bytes the compact text has
 */
record AnsweredEntry(Text body, long start, int rawLength, @Nullable Digest raw, long length) implements Text {

	/**
	 * Returns the same entry in another body that has it with the same bytes.
	 */
	AnsweredEntry in(Text other, Span place) {
		return new AnsweredEntry(other, place.start(), this.rawLength, this.raw, this.length);
	}

	@Override
	public byte[] bytes(long from, int count) {
		Span place = new Span(this.start, this.start + this.rawLength, JsonToken.START_OBJECT);
		JsonObject members = (JsonObject) JsonReader.readEntry(this.body, place);
		byte[] bytes = JsonText.compactBytes(Sanitised.entry(members));
		return (count == bytes.length) ? bytes : Arrays.copyOfRange(bytes, (int) from, (int) from + count);
	}

}
