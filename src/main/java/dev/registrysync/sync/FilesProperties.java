package dev.registrysync.sync;

import java.time.Duration;

import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the registry files are written.
 *
 * @param maxLag how long the files may lag behind an edit; zero: an edit returns when the
 * file has it
 */
@Validated
@ConfigurationProperties(prefix = "registry-sync.files", ignoreUnknownFields = false)
public record FilesProperties(@DefaultValue("0s") @DurationMin(millis = 0) Duration maxLag) {
}
