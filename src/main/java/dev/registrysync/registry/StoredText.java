package dev.registrysync.registry;

import java.util.Arrays;

/**
 * A text that is loaded when it is asked for.
 *
 * @param loader loads it
 * @param id the id of its entry
 * @param digest its digest
 * @param length how many bytes it has
 */
public record StoredText(TextLoader loader, EntryId id, Digest digest, long length) implements Text {

	@Override
	public byte[] bytes(long start, int count) {
		byte[] bytes = this.loader.load(this.id, this.digest);
		return (count == bytes.length) ? bytes : Arrays.copyOfRange(bytes, (int) start, (int) start + count);
	}

}
