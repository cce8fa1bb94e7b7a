package dev.registrysync.sync;

import java.util.List;
import java.util.Optional;

import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;

/**
 * What a caller has seen before it changes something (RFC 9110 13.1.1).
 *
 * @param tags the entity tags of its header; empty if it sent none
 */
record IfMatch(Optional<List<ETag>> tags) {

	static IfMatch of(HttpHeaders headers) {
		return new IfMatch(Optional.ofNullable(headers.get(HttpHeaders.IF_MATCH))
			.map((lines) -> ETag.parse(String.join(", ", lines))));
	}

	/**
	 * Whether what is there now is one of those. A tag of an earlier revision counts as
	 * long as the text is the same; a weak one never does.
	 * @param current the entity tag of what is there
	 */
	boolean holds(String current) {
		return this.tags.isEmpty() || this.tags.get().stream().anyMatch((tag) -> matches(tag, current));
	}

	private static boolean matches(ETag tag, String current) {
		return tag.isWildcard() || (!tag.weak() && EntryTag.sameText(tag.formattedTag(), current));
	}

}
