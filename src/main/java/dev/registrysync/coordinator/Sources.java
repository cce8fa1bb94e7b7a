package dev.registrysync.coordinator;

import java.util.List;
import java.util.Optional;

/**
 * All sources of the runtime registry.
 *
 * @param clients the one first that wins where two offer the same entry
 */
public record Sources(List<CoordinatorClient> clients) {

	public Sources {
		clients = List.copyOf(clients);
	}

	/**
	 * The names, in the same order.
	 */
	public List<String> names() {
		return this.clients.stream().map(CoordinatorClient::name).toList();
	}

	public Optional<CoordinatorClient> find(String name) {
		return this.clients.stream().filter((client) -> client.name().equals(name)).findFirst();
	}

}
