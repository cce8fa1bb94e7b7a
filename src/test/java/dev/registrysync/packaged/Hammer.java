package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/**
 * Changes the runtime registry and syncs it, again and again, until the service is gone.
 */
final class Hammer {

	private final Fleet fleet;

	private final Coordinator coordinator;

	private final Witness witness;

	private volatile boolean lifting;

	Hammer(Fleet fleet, Coordinator coordinator, Witness witness) {
		this.fleet = fleet;
		this.coordinator = coordinator;
		this.witness = witness;
	}

	/**
	 * Lets the service work until the moment comes, then kills it in the middle of
	 * whatever it does.
	 */
	void strike(ServiceProcess service, Moment moment) throws IOException, InterruptedException {
		this.lifting = true;
		Api api = service.api();
		CompletableFuture<Void> work = CompletableFuture.runAsync(() -> work(api));
		moment.await();
		this.lifting = false;
		service.kill();
		work.join();
	}

	private void work(Api api) {
		try {
			while (this.lifting) {
				this.fleet.change();
				this.fleet.showTo(this.coordinator);
				this.witness.heard(api.sync(), this.fleet.beat());
			}
		}
		catch (UncheckedIOException ex) {
			if (this.lifting) {
				throw ex;
			}
		}
	}

}
