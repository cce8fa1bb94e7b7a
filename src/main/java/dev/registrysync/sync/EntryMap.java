package dev.registrysync.sync;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.StrictText;
import org.jspecify.annotations.Nullable;

/**
 * Writes a registry as a JSON map from id to entry: all of it, or what differs from an
 * earlier one. Then an entry that is not there any more is null.
 */
final class EntryMap {

	private final RegistryDocument document;

	private final @Nullable RegistryDocument since;

	private EntryMap(RegistryDocument document, @Nullable RegistryDocument since) {
		this.document = document;
		this.since = since;
	}

	static EntryMap of(RegistryDocument document) {
		return new EntryMap(document, null);
	}

	/**
	 * What makes this registry of an earlier one.
	 */
	static EntryMap changes(RegistryDocument since, RegistryDocument document) {
		return new EntryMap(document, since);
	}

	void write(OutputStream out) throws IOException {
		WritableByteChannel channel = Channels.newChannel(out);
		String separator = "{";
		for (EntryId id : this.document.ids()) {
			if (isNew(id)) {
				out.write(text(separator + name(id) + ":"));
				channel.write(StrictText.of(this.document.findText(id).orElseThrow()));
				separator = ",";
			}
		}
		if (this.since != null) {
			for (EntryId id : this.since.ids()) {
				if (!this.document.has(id)) {
					out.write(text(separator + name(id) + ":null"));
					separator = ",";
				}
			}
		}
		out.write(text(separator.equals("{") ? "{}" : "}"));
	}

	private boolean isNew(EntryId id) {
		return !Optional.ofNullable(this.since)
			.flatMap((earlier) -> earlier.findText(id))
			.equals(this.document.findText(id));
	}

	private static String name(EntryId id) {
		return JsonText.compact(new JsonString(id.value()));
	}

	private static byte[] text(String json) {
		return json.getBytes(StandardCharsets.US_ASCII);
	}

}
