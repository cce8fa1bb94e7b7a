package dev.registrysync.sync;

import dev.registrysync.reconcile.Holders.Contest;
import dev.registrysync.registry.Kind;

/**
 * An entry that more than one source offers.
 *
 * @param kind agents or tools
 * @param contest which, and who holds it
 * @param told whether a run before this one told it
 */
record Contested(Kind kind, Contest contest, boolean told) {

	Contested afterwards() {
		return new Contested(this.kind, this.contest, true);
	}

}
