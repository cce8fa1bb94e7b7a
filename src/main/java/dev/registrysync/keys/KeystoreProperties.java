package dev.registrysync.keys;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The settings of the keystore.
 *
 * @param passphraseFile the file with the passphrase that opens the keystore; without it
 * a generated key beside the keys does
 */
@ConfigurationProperties(prefix = KeystoreProperties.PREFIX, ignoreUnknownFields = false)
public record KeystoreProperties(@Nullable Path passphraseFile) {

	static final String PREFIX = "registry-sync.keystore";

	/**
	 * Reads them as the service does, for where there is no application context.
	 * @throws BindException if one is malformed
	 */
	public static KeystoreProperties from(Environment environment) {
		return Binder.get(environment).bindOrCreate(PREFIX, KeystoreProperties.class);
	}

}
