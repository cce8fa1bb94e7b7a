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
import java.util.stream.Stream;

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

	private final Path path;

	private final V3Owners owners;

	private final Secp256k1 secp256k1;

	private final List<String> defects = new ArrayList<>();

	private final Map<EntryRef, Path> found = new HashMap<>();

	V3Files(Path path, V3Owners owners, Secp256k1 secp256k1) {
		this.path = path;
		this.owners = owners;
		this.secp256k1 = secp256k1;
	}

	/**
	 * Finds the keys.
	 * @throws RefusedException if a file is broken, too expensive or not to be opened:
	 * then nothing is to be imported
	 */
	Intake open(SecretFile passphrase, PrintWriter err) {
		Intake intake = new Intake();
		Map<Path, EncryptedKey> files = new LinkedHashMap<>();
		paths(intake).forEach((file) -> guarded(file, () -> files.put(file, EncryptedKey.parse(InputFile.read(file)))));
		check(intake);
		Progress progress = new Progress(err, "Decrypting", files.size(), LEAST_SHOWN);
		files.forEach((file, encrypted) -> {
			guarded(file, () -> open(file, encrypted, passphrase, intake));
			progress.step();
		});
		check(intake);
		return intake;
	}

	private List<Path> paths(Intake intake) {
		if (!Files.isDirectory(this.path)) {
			return List.of(this.path);
		}
		if (this.owners.isNamed()) {
			throw new RefusedException("--id names one owner, and %s is a directory.".formatted(this.path),
					"Name one file, or leave --id out.");
		}
		try (Stream<Path> children = Files.list(this.path)) {
			List<Path> files = children.filter(Files::isRegularFile).sorted().toList();
			files.stream().filter((file) -> !isKeyFile(file)).forEach((file) -> intake.leftOver(name(file)));
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

	private void check(Intake intake) {
		if (!this.defects.isEmpty()) {
			intake.close();
			throw new RefusedException("Nothing is imported, as not all can be:\n" + String.join("\n", this.defects),
					"Mend or move away what is named, or give the passphrase that fits.");
		}
	}

	private void open(Path file, EncryptedKey encrypted, SecretFile passphrase, Intake intake) {
		Optional<ExportNote> note = ExportNote.find(encrypted.toJson());
		PrivateKey key = encrypted.decrypt(passphrase.bytes(), this.secp256k1);
		boolean kept = false;
		try {
			Optional<KeyFacts> facts = this.owners.find(note, this.secp256k1.addressOf(key));
			if (facts.isPresent()) {
				intake.found(new Candidate(once(file, facts.get()), key));
				kept = true;
			}
			else {
				intake.leftOver(name(file));
			}
		}
		finally {
			if (!kept) {
				key.close();
			}
		}
	}

	private KeyFacts once(Path file, KeyFacts facts) {
		Path before = this.found.putIfAbsent(facts.owner(), file);
		if (before != null) {
			throw new MalformedSecretException(
					"it is the key of %s, as is %s already".formatted(facts.owner(), Printable.of(name(before))));
		}
		return facts;
	}

}
