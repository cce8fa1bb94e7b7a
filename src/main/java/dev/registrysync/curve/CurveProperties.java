package dev.registrysync.curve;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code registry-sync.crypto}.
 *
 * @param library which implementation of the curve to use
 */
@ConfigurationProperties(prefix = "registry-sync.crypto", ignoreUnknownFields = false)
record CurveProperties(@DefaultValue("auto") CurveChoice library) {
}
