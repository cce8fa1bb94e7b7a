package dev.registrysync.keys;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of the keystore.
 *
 * @param passphraseFile the file with the passphrase that opens the keystore; without it
 * a generated key beside the keys does
 */
@ConfigurationProperties(prefix = "registry-sync.keystore", ignoreUnknownFields = false)
record KeystoreProperties(@Nullable Path passphraseFile) {

}
