package dev.registrysync.security;

/**
 * The service would be open to others and nobody allowed that.
 */
class OpenToOthersException extends RuntimeException {

	private final Exposure exposure;

	OpenToOthersException(Exposure exposure) {
		super("%s is %s, which others can reach".formatted(exposure.property(), exposure.address()));
		this.exposure = exposure;
	}

	Exposure exposure() {
		return this.exposure;
	}

}
