package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Reads texts one behind the other, some at a time where they are stored elsewhere.
 */
final class TextPages implements Iterator<ByteBuffer> {

	private static final int TEXTS = 500;

	private static final long BYTES = 1 << 20;

	private final Iterator<Text> texts;

	private final Queue<ByteBuffer> page = new ArrayDeque<>();

	TextPages(Stream<Text> texts) {
		this.texts = texts.iterator();
	}

	@Override
	public boolean hasNext() {
		return !this.page.isEmpty() || this.texts.hasNext();
	}

	@Override
	public ByteBuffer next() {
		if (this.page.isEmpty()) {
			if (!this.texts.hasNext()) {
				throw new NoSuchElementException();
			}
			turn();
		}
		return this.page.remove();
	}

	private void turn() {
		List<Text> next = new ArrayList<>();
		Map<TextLoader, Map<EntryId, Digest>> stored = new HashMap<>();
		for (long bytes = 0; this.texts.hasNext() && next.size() < TEXTS && bytes < BYTES;) {
			Text text = this.texts.next();
			next.add(text);
			bytes += text.length();
			if (text instanceof StoredText elsewhere) {
				stored.computeIfAbsent(elsewhere.loader(), (loader) -> new HashMap<>())
					.put(elsewhere.id(), elsewhere.digest());
			}
		}
		Map<TextLoader, Map<EntryId, byte[]>> loaded = new HashMap<>();
		stored.forEach((loader, digests) -> loaded.put(loader, loader.load(digests)));
		next.forEach((text) -> this.page.add(ByteBuffer.wrap(read(text, loaded))));
	}

	private static byte[] read(Text text, Map<TextLoader, Map<EntryId, byte[]>> loaded) {
		byte @Nullable [] found = (text instanceof StoredText elsewhere)
				? loaded.getOrDefault(elsewhere.loader(), Map.of()).get(elsewhere.id()) : null;
		return (found != null) ? found : text.bytes();
	}

}
