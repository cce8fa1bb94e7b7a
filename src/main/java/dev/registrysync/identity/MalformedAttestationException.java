package dev.registrysync.identity;

/**
 * An {@code attestation} member is not an attestation.
 */
class MalformedAttestationException extends RuntimeException {

	MalformedAttestationException(String reason) {
		super(reason);
	}

}
