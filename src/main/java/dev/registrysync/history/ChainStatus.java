package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.identity.Address;

/**
 * What is known of the chain of the journal's lines.
 *
 * @param head where it ends
 * @param lines how many good lines there are
 * @param unsigned how many of them are older than the service's key
 * @param signedBy the service's address; empty as long as it has signed nothing
 * @param file the journal
 * @param broken where the journal is not good any more; empty if all of it is
 */
record ChainStatus(ChainHead head, long lines, long unsigned, Optional<Address> signedBy, String file,
		Optional<ChainBreak> broken) {
}
