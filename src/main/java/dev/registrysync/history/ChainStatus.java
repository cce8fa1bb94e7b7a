package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.identity.Address;

/**
 * What is known of the chain of the journal's rows.
 *
 * @param head where it ends
 * @param rows how many good rows there are, dropped ones included
 * @param signedBy the service's address; empty as long as it has signed nothing
 * @param broken where the history is not good any more; empty if all of it is
 * @param witnessFailure why the witness file cannot be used; empty if it can, or if none
 * is configured
 */
record ChainStatus(ChainHead head, long rows, Optional<Address> signedBy, Optional<ChainBreak> broken,
		Optional<String> witnessFailure) {
}
