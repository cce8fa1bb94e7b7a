package dev.registrysync.history;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.registrysync.history.Base.Side;
import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Sha256;
import dev.registrysync.volume.DurableDirectory;

/**
 * Keeps each base in a file; the journal knows its digest.
 */
class BaseFiles {

	private static final Pattern NAME = Pattern
		.compile("(base|pushed)\\.((?:[A-Za-z0-9.*_+-]|%[0-9A-F]{2})+)\\.(agents|tools)");

	private static final String DEFECT = "missing or not what the journal says";

	private final DurableDirectory directory;

	private final Map<BaseName, BaseTable> tables = new HashMap<>();

	BaseFiles(DurableDirectory directory) {
		this.directory = directory;
	}

	private static String file(BaseName name) {
		return "%s.%s.%s".formatted(name.side().text(), URLEncoder.encode(name.source(), StandardCharsets.UTF_8),
				name.kind());
	}

	EntryTable get(BaseName name) {
		return Optional.ofNullable(this.tables.get(name)).map(BaseTable::entries).orElse(EntryTable.EMPTY);
	}

	/**
	 * The digests of all bases that are there and can be understood.
	 */
	Map<BaseName, String> found() {
		Map<BaseName, String> found = new HashMap<>();
		for (String file : this.directory.list()) {
			Matcher name = NAME.matcher(file);
			if (name.matches()) {
				digest(file).ifPresent((digest) -> found.put(
						new BaseName(URLDecoder.decode(name.group(2), StandardCharsets.UTF_8),
								Members.kind(name.group(3)), Side.valueOf(name.group(1).toUpperCase(Locale.ROOT))),
						digest));
			}
		}
		return found;
	}

	private Optional<String> digest(String file) {
		byte[] bytes = this.directory.read(file).orElse(new byte[0]);
		try {
			EntryTable.parse(bytes);
			return Optional.of(Sha256.of(bytes));
		}
		catch (JsonSyntaxException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Reads a base if it has the given digest, and changes nothing.
	 */
	void openIfIntact(BaseName name, String digest) {
		this.directory.read(file(name))
			.filter((bytes) -> Sha256.of(bytes).equals(digest))
			.ifPresent((bytes) -> this.tables.put(name, BaseTable.of(bytes)));
	}

	/**
	 * Reads a base that should have the given digest, or not be there; ends its
	 * replacement if a crash came in between, and forgets one that was taken back.
	 */
	void open(BaseName name, Optional<String> digest) {
		if (digest.isPresent()) {
			this.tables.put(name, BaseTable.of(read(name, digest.get())));
		}
		this.directory.discard(file(name));
	}

	private byte[] read(BaseName name, String digest) {
		Optional<byte[]> published = this.directory.read(file(name)).filter((bytes) -> Sha256.of(bytes).equals(digest));
		if (published.isPresent()) {
			return published.get();
		}
		byte[] staged = this.directory.readStaged(file(name))
			.filter((bytes) -> Sha256.of(bytes).equals(digest))
			.orElseThrow(() -> damaged(name));
		this.directory.publish(file(name));
		return staged;
	}

	private ProblemException damaged(BaseName name) {
		return new ProblemException(ProblemCode.HISTORY_UNREADABLE, "The file %s is %s.".formatted(path(name), DEFECT),
				Map.of("file", path(name)))
			.withRemedy("Restore the file from a backup of the same time, or stop the service and run \"java -jar "
					+ "registry-sync.jar restore history\": it takes the file as it is or, if it cannot be understood, goes on without.");
	}

	private String path(BaseName name) {
		return this.directory.path(file(name)).toString();
	}

	/**
	 * Whether the file of a base is not what the journal says.
	 */
	Optional<DamagedFile> verify(BaseName name, String digest) {
		boolean intact = this.directory.read(file(name)).map(Sha256::of).equals(Optional.of(digest));
		return intact ? Optional.empty() : Optional.of(new DamagedFile(path(name), DEFECT));
	}

	/**
	 * Makes their next contents durable: all or none.
	 */
	Map<BaseName, String> stage(Collection<Base> changed) {
		try {
			this.directory.force(changed.stream()
				.map((base) -> this.directory.stage(file(name(base)), base.entries().pieces()))
				.toList());
		}
		catch (ProblemException ex) {
			discard(changed);
			throw ex;
		}
		return digests(changed);
	}

	private static Map<BaseName, String> digests(Collection<Base> bases) {
		return bases.stream().collect(Collectors.toMap(BaseFiles::name, (base) -> base.entries().digest()));
	}

	private static BaseName name(Base base) {
		return new BaseName(base.source(), base.kind(), base.side());
	}

	void publish(Collection<Base> staged) {
		for (Base base : staged) {
			this.directory.publish(file(name(base)));
			this.tables.put(name(base), BaseTable.of(base.entries()));
		}
	}

	/**
	 * Keeps the table instead of the one that is here, if it is the same to the byte.
	 */
	void share(Base base) {
		if (get(name(base)).isSame(base.entries())) {
			this.tables.put(name(base), BaseTable.of(base.entries()));
		}
	}

	void discard(Collection<Base> staged) {
		staged.forEach((base) -> this.directory.discard(file(name(base))));
	}

}
