import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;
import org.web3j.crypto.Sign.SignatureData;
import org.web3j.utils.Numeric;

/**
 * The service's job with web3j: a key and two signatures for each entry, a JSON file of
 * them, and the validation of all of it, on all cores.
 */
public final class Web3j {

	private static final ObjectMapper JSON = new ObjectMapper();

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private Web3j() {
	}

	/**
	 * Prints the CPU seconds of both, one a line: {@code Web3j SOURCE REGISTRY}.
	 */
	public static void main(String[] arguments) throws IOException {
		long start = SYSTEM.getProcessCpuTime();
		sign(new File(arguments[0]), new File(arguments[1]));
		long signed = SYSTEM.getProcessCpuTime();
		validate(new File(arguments[1]));
		System.out.printf("%f%n%f%n", (signed - start) / 1e9, (SYSTEM.getProcessCpuTime() - signed) / 1e9);
	}

	private static void sign(File source, File registry) throws IOException {
		JsonNode entries = JSON.readTree(source);
		List.copyOf(entries.properties()).parallelStream().forEach(Web3j::sign);
		JSON.writerWithDefaultPrettyPrinter().writeValue(registry, entries);
	}

	private static void sign(Map.Entry<String, JsonNode> entry) {
		try {
			Credentials key = Credentials.create(Keys.createEcKeyPair());
			String attestation = attestation(entry.getKey(), key.getAddress(), entry.getValue());
			((ObjectNode) entry.getValue()).putObject("identity")
				.put("address", key.getAddress())
				.put("signature", sign(key, registration(entry.getKey())))
				.put("attestation", sign(key, attestation));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String sign(Credentials key, String text) {
		SignatureData signature = Sign.signPrefixedMessage(text.getBytes(StandardCharsets.UTF_8), key.getEcKeyPair());
		return Numeric.toHexString(signature.getR()) + Numeric.toHexStringNoPrefix(signature.getS())
				+ Numeric.toHexStringNoPrefix(signature.getV());
	}

	private static void validate(File registry) throws IOException {
		List.copyOf(JSON.readTree(registry).properties()).parallelStream().forEach((entry) -> {
			JsonNode identity = ((ObjectNode) entry.getValue()).remove("identity");
			String address = identity.get("address").asText();
			require(address, registration(entry.getKey()), identity.get("signature").asText());
			require(address, attestation(entry.getKey(), address, entry.getValue()),
					identity.get("attestation").asText());
		});
	}

	private static void require(String address, String text, String signature) {
		try {
			byte[] bytes = Numeric.hexStringToByteArray(signature);
			SignatureData data = new SignatureData(bytes[64], Arrays.copyOf(bytes, 32),
					Arrays.copyOfRange(bytes, 32, 64));
			String signer = Keys
				.getAddress(Sign.signedPrefixedMessageToKey(text.getBytes(StandardCharsets.UTF_8), data));
			if (!address.equals("0x" + signer)) {
				throw new IllegalStateException(text + " was signed by " + signer);
			}
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String registration(String id) {
		return "agent_registration:" + id;
	}

	private static String attestation(String id, String address, JsonNode entry) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(JSON.writeValueAsBytes(entry));
			return "registry-sync attestation v1\nkind: agents\nid: %s\naddress: %s\ncontent: %s".formatted(id, address,
					Numeric.toHexStringNoPrefix(digest));
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
