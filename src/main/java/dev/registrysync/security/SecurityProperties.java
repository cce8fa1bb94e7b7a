package dev.registrysync.security;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code registry-sync.security}.
 *
 * @param open whether it may listen where others can reach it although it asks nobody for
 * credentials
 */
@ConfigurationProperties(prefix = "registry-sync.security", ignoreUnknownFields = false)
record SecurityProperties(@DefaultValue("false") boolean open) {
}
