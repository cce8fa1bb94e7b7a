package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the same keys, signatures and checks take with other libraries: ethers on Node and
 * web3j. They keep no keys, which is to their advantage. Ethers does a tenth, times ten.
 */
final class PeersCase implements Goals.Case {

	private static final Path DIRECTORY = Commands.ROOT.resolve("bench/peers");

	private final Path directory;

	private final int size;

	PeersCase(Path directory, int size) {
		this.directory = directory;
		this.size = size;
	}

	@Override
	public void run(Results results) throws IOException, InterruptedException {
		add(results, Goal.ETHERS_SIGN, Goal.ETHERS_VALIDATE, 10,
				List.of("node", DIRECTORY.resolve("ethers.mjs").toString()));
		List<String> web3j = new ArrayList<>(List.of(ServerProcess.tool("java")));
		web3j.addAll(Commands.asked()
			.program("-cp", Commands.ROOT.resolve("bench/target/web3j") + "/*",
					DIRECTORY.resolve("Web3j.java").toString()));
		add(results, Goal.WEB3J_SIGN, Goal.WEB3J_VALIDATE, 1, web3j);
	}

	private void add(Results results, Goal sign, Goal validate, int scale, List<String> command)
			throws IOException, InterruptedException {
		double oursToSign = results.median(Goal.FIRST_SYNC);
		double oursToValidate = results.median(Goal.VALIDATE);
		Path source = Files.write(this.directory.resolve("source.json"), new Entries(this.size / scale).toJson());
		List<String> all = new ArrayList<>(command);
		all.addAll(List.of(source.toString(), this.directory.resolve("registry.json").toString()));
		List<Double> seconds = CommandLine.run(all.toArray(String[]::new)).lines().map(Double::valueOf).toList();
		results.add(sign, seconds.get(0) * scale, oursToSign);
		results.add(validate, seconds.get(1) * scale, oursToValidate);
	}

}
