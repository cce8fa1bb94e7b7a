package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.registrysync.reconcile.EntrySend;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonText;

/**
 * Divides what is to be sent into patches that a source will take: a Registry Sync reads
 * at most 1 MiB.
 */
final class PushChunks {

	private static final int MAX_ENTRIES = 500;

	/** Without the braces around it. */
	private static final int MAX_BYTES = 512 * 1024 - 2;

	private PushChunks() {
	}

	/**
	 * The chunks in the order of the entries. One that is too large by itself comes last
	 * and alone, so that it is in nobody's way.
	 */
	static List<List<EntrySend>> of(List<EntrySend> sends) {
		List<List<EntrySend>> chunks = new ArrayList<>();
		List<List<EntrySend>> large = new ArrayList<>();
		List<EntrySend> chunk = new ArrayList<>();
		int bytes = 0;
		for (EntrySend send : sends) {
			int size = size(send);
			if (size > MAX_BYTES) {
				large.add(List.of(send));
				continue;
			}
			if (bytes + size > MAX_BYTES || chunk.size() == MAX_ENTRIES) {
				chunks.add(List.copyOf(chunk));
				chunk.clear();
				bytes = 0;
			}
			chunk.add(send);
			bytes += size;
		}
		if (!chunk.isEmpty()) {
			chunks.add(List.copyOf(chunk));
		}
		chunks.addAll(large);
		return chunks;
	}

	/**
	 * The entry in the text of the patch, with a colon and a comma.
	 */
	private static int size(EntrySend send) {
		return JsonText.compact(new JsonString(send.ref().id().value())).length()
				+ JsonText.compact(send.patch()).length() + 2;
	}

	/**
	 * The merge patch over the map.
	 */
	static JsonObject patch(List<EntrySend> chunk) {
		Map<String, Json> patch = new LinkedHashMap<>();
		chunk.forEach((send) -> patch.put(send.ref().id().value(), send.patch()));
		return JsonObject.copyOf(patch);
	}

}
