package dev.registrysync.problem;

/**
 * What a trace gets to know of a failure: its code alone, as its sentence may name
 * entries.
 */
public final class CodedFailure extends Exception {

	public CodedFailure(ProblemCode code) {
		super(code.text(), null, false, false);
	}

}
