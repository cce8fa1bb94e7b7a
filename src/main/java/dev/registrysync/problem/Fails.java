package dev.registrysync.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a call, for the description of the API, with which problems it can answer. What
 * the table of failures knows of them is not said again.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Fails.All.class)
public @interface Fails {

	/** The codes of one status. */
	ProblemCode[] value();

	/** When that happens; without it, what the first code's title says. */
	String when() default "";

	/**
	 * The file below {@code openapi/examples} with a JSON object: the {@code detail} and
	 * the data of a problem with the first code.
	 */
	String example() default "";

	/**
	 * All that one call has.
	 */
	@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@interface All {

		Fails[] value();

	}

}
