package dev.registrysync.registry;

/**
 * A value is JSON, but cannot be used: it names a member twice, is nested too deep, or
 * has a number or a name that is too long. The text around it can be used.
 */
public final class JsonDefectException extends JsonSyntaxException {

	private final transient Json value;

	JsonDefectException(String reason, Position position, Json value) {
		super(reason, position);
		this.value = value;
	}

	JsonDefectException of(Json read) {
		return new JsonDefectException(reason(), position(), read);
	}

	/**
	 * What could be read of the value. Use it only to find out what the value was meant
	 * to be.
	 */
	public Json value() {
		return this.value;
	}

}
