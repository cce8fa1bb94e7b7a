package dev.registrysync.volume;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the data are.
 *
 * @param dataDir the directory with the registries, the keystore and the history
 */
@ConfigurationProperties("registry-sync")
record VolumeProperties(@DefaultValue("./data") Path dataDir) {
}
