package dev.registrysync.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes the answer 200 of a call for the description of the API.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Succeeds {

	/** The description. */
	String value();

	/** The files below {@code openapi/examples}, named like the examples if several. */
	String[] examples();

}
