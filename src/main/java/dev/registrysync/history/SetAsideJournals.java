package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.registrysync.volume.DurableDirectory;

/**
 * The journals that were broken and are kept beside the one that goes on. What they name
 * may be looked for as long as they are there.
 */
final class SetAsideJournals {

	private static final String SUFFIX = ".broken";

	private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

	private final DurableDirectory directory;

	SetAsideJournals(DurableDirectory directory) {
		this.directory = directory;
	}

	/**
	 * How the one is called that is set aside now.
	 */
	static String name(Instant now) {
		return "%s.%s%s".formatted(Journal.FILE, now.toString().replace(":", ""), SUFFIX);
	}

	/**
	 * All digests that they name.
	 */
	Set<String> digests() {
		Set<String> digests = new HashSet<>();
		for (String file : this.directory.list()) {
			if (file.startsWith(Journal.FILE + ".") && file.endsWith(SUFFIX)) {
				byte[] bytes = this.directory.read(file).orElse(new byte[0]);
				DIGEST.matcher(new String(bytes, StandardCharsets.ISO_8859_1))
					.results()
					.map(MatchResult::group)
					.forEach(digests::add);
			}
		}
		return digests;
	}

}
