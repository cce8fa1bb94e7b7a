package dev.registrysync.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.keys.SecretFile;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.secretstorage.EncryptedKey;
import dev.registrysync.secretstorage.SecretStorageException;

/**
 * Opens Web3 Secret Storage files under one passphrase: all are read and checked before
 * the first is decrypted.
 */
final class V3Files {

	private static final int LEAST_SHOWN = 2;

	private static final int FIRST_VERSION = 1;

	private final Path path;

	private final Optional<EntryRef> named;

	private final ImportSelection selection;

	private final Secp256k1 secp256k1;

	private final List<String> defects = new ArrayList<>();

	private final Map<EntryRef, Path> found = new HashMap<>();

	/**
	 * Names the files.
	 * @param named the owner that the operator names; then there is one file
	 */
	V3Files(Path path, Optional<EntryRef> named, ImportSelection selection, Secp256k1 secp256k1) {
		this.path = path;
		this.named = named;
		this.selection = selection;
		this.secp256k1 = secp256k1;
	}

	/**
	 * Finds the keys.
	 * @throws RefusedException if a file is broken, too expensive or not to be opened:
	 * then nothing is to be imported
	 */
	ImportBatch open(SecretFile passphrase, PrintWriter err) {
		ImportBatch batch = new ImportBatch();
		Map<Path, EncryptedKey> files = new LinkedHashMap<>();
		paths(batch).forEach((file) -> guarded(file, () -> files.put(file, EncryptedKey.parse(InputFile.read(file)))));
		check(batch);
		Progress progress = new Progress(err, "Decrypting", files.size(), LEAST_SHOWN);
		files.forEach((file, encrypted) -> {
			guarded(file, () -> open(file, encrypted, passphrase, batch));
			progress.step();
		});
		check(batch);
		return batch;
	}

	private List<Path> paths(ImportBatch batch) {
		if (!Files.isDirectory(this.path)) {
			return List.of(this.path);
		}
		if (this.named.isPresent()) {
			throw new RefusedException("--id names one owner, and %s is a directory.".formatted(this.path),
					"Name one file, or leave --id out.");
		}
		try (Stream<Path> children = Files.list(this.path)) {
			List<Path> files = children.filter(Files::isRegularFile).sorted().toList();
			files.stream().filter((file) -> !isKeyFile(file)).forEach((file) -> batch.addLeftOver(name(file)));
			return files.stream().filter(V3Files::isKeyFile).toList();
		}
		catch (IOException ex) {
			throw InputFile.unreadable(this.path, ex);
		}
	}

	private static boolean isKeyFile(Path file) {
		return name(file).endsWith(".json") || name(file).startsWith("UTC--");
	}

	private static String name(Path file) {
		return String.valueOf(file.getFileName());
	}

	private void guarded(Path file, Runnable work) {
		try {
			work.run();
		}
		catch (SecretStorageException ex) {
			defect(file, ex.reason());
		}
		catch (MalformedSecretException ex) {
			defect(file, ex.reason());
		}
	}

	private void defect(Path file, String reason) {
		this.defects.add("%s: %s".formatted(Printable.of(name(file)), reason));
	}

	private void check(ImportBatch batch) {
		if (!this.defects.isEmpty()) {
			batch.close();
			throw new RefusedException("Nothing is imported, as not all can be:\n" + String.join("\n", this.defects),
					"Mend or move away what is named, or give the passphrase that fits.");
		}
	}

	private void open(Path file, EncryptedKey encrypted, SecretFile passphrase, ImportBatch batch) {
		Optional<ExportNote> note = ExportNote.find(encrypted.toJson());
		PrivateKey key = encrypted.decrypt(passphrase.bytes(), this.secp256k1);
		boolean kept = false;
		try {
			Address address = this.secp256k1.addressOf(key);
			Optional<EntryRef> owner = findOwner(note.map(ExportNote::owner), address);
			if (owner.isPresent()) {
				requireFirst(owner.get(), file);
				batch.add(new KeyFacts(owner.get(), note.map(ExportNote::version).orElse(FIRST_VERSION), address), key);
				kept = true;
			}
			else {
				batch.addLeftOver(name(file));
			}
		}
		finally {
			if (!kept) {
				key.close();
			}
		}
	}

	private Optional<EntryRef> findOwner(Optional<EntryRef> noted, Address address) {
		if (this.named.isPresent()) {
			if (noted.isPresent() && !noted.equals(this.named)) {
				throw new MalformedSecretException(
						"the file says it is the key of %s, and --id says %s".formatted(noted.get(), this.named.get()));
			}
			return this.named;
		}
		return noted.or(() -> findClaimant(address))
			.filter((owner) -> !this.selection.listed() || this.selection.known().contains(owner));
	}

	private Optional<EntryRef> findClaimant(Address address) {
		Set<EntryRef> claimants = this.selection.registered().claimants(address);
		if (claimants.size() > 1) {
			throw new MalformedSecretException("more than one entry claims its address %s: %s".formatted(address,
					claimants.stream().map(EntryRef::toString).collect(Collectors.joining(", "))));
		}
		return claimants.stream().findFirst();
	}

	private void requireFirst(EntryRef owner, Path file) {
		Path before = this.found.putIfAbsent(owner, file);
		if (before != null) {
			throw new MalformedSecretException(
					"it is the key of %s, as is %s already".formatted(owner, Printable.of(name(before))));
		}
	}

}
