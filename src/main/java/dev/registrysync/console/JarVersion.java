package dev.registrysync.console;

import picocli.CommandLine.IVersionProvider;

/**
 * The version that the jar's manifest names.
 */
final class JarVersion implements IVersionProvider {

	@Override
	public String[] getVersion() {
		String version = JarVersion.class.getPackage().getImplementationVersion();
		return new String[] { "registry-sync " + ((version != null) ? version : "(not packaged)") };
	}

}
