package dev.registrysync.volume;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Where the data are.
 *
 * @param dataDir the directory with the registries, the keystore and the history
 */
@ConfigurationProperties(VolumeProperties.PREFIX)
public record VolumeProperties(@DefaultValue("./data") Path dataDir) {

	static final String PREFIX = "registry-sync";

	/**
	 * Reads them as the service does, for where there is no application context.
	 * @throws org.springframework.boot.context.properties.bind.BindException if they are
	 * malformed
	 */
	public static VolumeProperties from(Environment environment) {
		return Binder.get(environment).bindOrCreate(PREFIX, VolumeProperties.class);
	}

}
