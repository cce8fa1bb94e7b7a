package dev.registrysync.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Which snapshots there are, and which builds on which.
 */
final class SnapshotFiles {

	private final List<SnapshotFile> all;

	/** By what they give. */
	private final Map<String, SnapshotFile> byDigest = new HashMap<>();

	/**
	 * Takes them in.
	 * @param all a whole one counts where there is also a delta that gives the same
	 */
	private SnapshotFiles(List<SnapshotFile> all) {
		this.all = all;
		all.forEach((file) -> this.byDigest.merge(file.digest(), file, (one, other) -> other.isWhole() ? other : one));
	}

	/**
	 * Those of a directory.
	 * @param names the names of all its files
	 */
	static SnapshotFiles of(Collection<String> names) {
		return new SnapshotFiles(names.stream().sorted().flatMap((name) -> SnapshotFile.find(name).stream()).toList());
	}

	/**
	 * All but some.
	 */
	SnapshotFiles without(Predicate<SnapshotFile> some) {
		return new SnapshotFiles(this.all.stream().filter(some.negate()).toList());
	}

	/**
	 * Whether there is one that is to give the document with the digest.
	 */
	boolean has(String digest) {
		return this.byDigest.containsKey(digest);
	}

	/**
	 * The files that give the document with the digest.
	 */
	SnapshotChain chain(String digest) {
		return chain(this.byDigest.get(digest));
	}

	/**
	 * The files that end with this one. Names can lie, so none is taken twice.
	 */
	SnapshotChain chain(@Nullable SnapshotFile last) {
		Set<SnapshotFile> files = new LinkedHashSet<>();
		SnapshotFile next = last;
		while (next != null && files.add(next)) {
			next = next.base().map(this.byDigest::get).orElse(null);
		}
		List<SnapshotFile> firstToLast = new ArrayList<>(files);
		Collections.reverse(firstToLast);
		return new SnapshotChain(firstToLast);
	}

	/**
	 * All of them, each before those that it is built on.
	 */
	List<SnapshotFile> lastFirst() {
		Map<SnapshotFile, Integer> lengths = new HashMap<>();
		this.all.forEach((file) -> lengths.put(file, chain(file).files().size()));
		return this.all.stream().sorted(Comparator.comparing(lengths::get, Comparator.reverseOrder())).toList();
	}

}
