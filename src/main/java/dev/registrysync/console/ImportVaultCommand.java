package dev.registrysync.console;

import java.nio.file.Path;
import java.util.Arrays;

import dev.registrysync.keys.SecretFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Imports the platform's AES-GCM vault in any of its three modes.
 */
@Command(name = "vault", header = "Takes keys in from the platform's AES-GCM vault.",
		description = { "", "Without either option the vault's own .master.key opens it.", "" })
final class ImportVaultCommand extends ImportStoreCommand {

	private static final int SIGNATURE_LENGTH = 65;

	@Parameters(paramLabel = "DIR", description = "The vault's directory, with entries.json and .salt.")
	private Path directory;

	@ArgGroup
	private @Nullable Opener opener;

	@Override
	ImportBatch read(ImportSelection selection) {
		VaultDirectory vault = VaultDirectory.read(this.directory);
		try (AesVault store = AesVault.open(vault, key(vault))) {
			return match(store, selection);
		}
	}

	private VaultKey key(VaultDirectory vault) {
		Opener chosen = this.opener;
		if (chosen == null) {
			return machineKey(vault);
		}
		return (chosen.passphraseFile != null) ? passphraseKey(vault, chosen.passphraseFile)
				: overseerKey(vault, chosen.signatureFile);
	}

	private static VaultKey machineKey(VaultDirectory vault) {
		byte[] masterKey = vault.masterKey();
		try {
			return VaultKey.ofMasterKey(masterKey, vault.salt());
		}
		finally {
			Arrays.fill(masterKey, (byte) 0);
		}
	}

	private static VaultKey passphraseKey(VaultDirectory vault, Path file) {
		try (SecretFile passphrase = InputFile.secret(file)) {
			return VaultKey.ofPassphrase(passphrase.bytes(), vault.salt(), vault.iterations());
		}
	}

	private static VaultKey overseerKey(VaultDirectory vault, Path file) {
		byte[] signature = signature(file);
		try {
			return VaultKey.ofOverseer(signature, vault.overseer(), vault.salt());
		}
		finally {
			Arrays.fill(signature, (byte) 0);
		}
	}

	private static byte[] signature(Path file) {
		try (SecretFile secret = InputFile.secret(file)) {
			return SecretHex.bytes(secret.bytes(), SIGNATURE_LENGTH);
		}
		catch (MalformedSecretException ex) {
			throw new RefusedException("%s is not a signature: %s.".formatted(file, ex.reason()),
					"Put the overseer's signature into it: 130 hex digits, with or without 0x.");
		}
	}

	/**
	 * What opens the vault, if not its own master key.
	 */
	static final class Opener {

		@Option(names = "--vault-passphrase-file", paramLabel = "FILE", required = true,
				description = "The file with the vault's passphrase.")
		private @Nullable Path passphraseFile;

		@Option(names = "--overseer-signature-file", paramLabel = "FILE", required = true,
				description = "The file with the overseer's signature in hex, if the vault is in human custody.")
		private Path signatureFile;

	}

}
