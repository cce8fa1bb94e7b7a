package dev.registrysync.console;

import java.util.Map;
import java.util.function.Supplier;

import org.springframework.util.function.SingletonSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/**
 * The program itself: what it says when it is asked for help.
 */
@Command(name = "registry-sync", mixinStandardHelpOptions = true, scope = ScopeType.INHERIT,
		versionProvider = RegistrySyncCommand.JarVersion.class, sortOptions = false,
		synopsisSubcommandLabel = "COMMAND",
		header = "Keeps a signed, persistent registry of a coordinator's agents and tools.", footerHeading = "%n",
		footer = "Without a command the service starts. The commands take the data directory for "
				+ "themselves: stop the service first.",
		exitCodeListHeading = "%nExit codes:%n",
		exitCodeList = { "0:done", "1:refused, or problems were found", "2:the command line is wrong" },
		subcommands = { ImportCommand.class, ExportCommand.class, BackupCommand.class, RestoreCommand.class,
				VerifyRestoreCommand.class, ChangePassphraseCommand.class, AcceptLostKeysCommand.class,
				TokenCommand.class, CommandLine.HelpCommand.class })
final class RegistrySyncCommand {

	private final Supplier<ServiceSettings> settings;

	RegistrySyncCommand(Map<String, String> environment) {
		this.settings = SingletonSupplier.of(() -> ServiceSettings.read(environment));
	}

	/**
	 * Returns the service's settings, read when a command asks for the first one.
	 */
	ServiceSettings settings() {
		return this.settings.get();
	}

	/**
	 * The version that the jar's manifest names.
	 */
	static final class JarVersion implements IVersionProvider {

		@Override
		public String[] getVersion() {
			String version = JarVersion.class.getPackage().getImplementationVersion();
			return new String[] { "registry-sync " + ((version != null) ? version : "(not packaged)") };
		}

	}

}
