package dev.registrysync.backup;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code registry-sync.backup}.
 *
 * @param directory where {@code POST /backup} makes a directory for each backup
 */
@ConfigurationProperties(prefix = "registry-sync.backup", ignoreUnknownFields = false)
record BackupProperties(@Nullable Path directory) {
}
