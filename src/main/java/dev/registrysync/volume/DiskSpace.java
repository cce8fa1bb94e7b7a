package dev.registrysync.volume;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the file systems. Directories on the same one share its room; one that cannot say
 * how much it has is not asked any further.
 */
class DiskSpace implements FreeSpace {

	/** For what the file system itself needs, and so that nobody else is left without. */
	static final long MARGIN = 1 << 20;

	private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);

	private final DataDirectory data;

	DiskSpace(DataDirectory data) {
		this.data = data;
	}

	@Override
	public void require(SpaceNeeded needed) {
		Map<FileStore, Demand> demands = new LinkedHashMap<>();
		add(demands, this.data.config(), needed.config());
		add(demands, this.data.keystore(), needed.keystore());
		add(demands, this.data.state(), needed.state());
		demands.forEach(DiskSpace::require);
	}

	private static void add(Map<FileStore, Demand> demands, Path directory, long bytes) {
		if (bytes > 0) {
			try {
				demands.merge(Files.getFileStore(directory), new Demand(directory, bytes + MARGIN),
						(one, other) -> new Demand(one.directory(), one.bytes() + other.bytes() - MARGIN));
			}
			catch (IOException ex) {
				log.debug("The file system of {} cannot be found: {}", directory, ex.getMessage());
			}
		}
	}

	private static void require(FileStore disk, Demand demand) {
		try {
			long available = disk.getUsableSpace();
			if (available < demand.bytes() && disk.getTotalSpace() > 0) {
				throw new ProblemException(ProblemCode.DISK_FULL,
						"The disk of %s has %d bytes left, and the change needs %d.".formatted(demand.directory(),
								available, demand.bytes()),
						Map.of("directory", demand.directory().toString(), "needed_bytes", demand.bytes(),
								"available_bytes", available));
			}
		}
		catch (IOException ex) {
			log.debug("The file system of {} does not say what room it has: {}", demand.directory(), ex.getMessage());
		}
	}

	/**
	 * What is needed on one file system.
	 *
	 * @param directory the first directory that needs it
	 * @param bytes how much, margin included
	 */
	private record Demand(Path directory, long bytes) {
	}

}
