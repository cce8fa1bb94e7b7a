package dev.registrysync.keys;

import java.nio.file.Path;

import dev.registrysync.database.TestEngine;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A fresh keystore for each test.
 */
abstract class KeystoreFixture {

	private final TestEngine engine;

	@TempDir
	Path temporary;

	TestKeystore keystore;

	KeystoreFixture(TestEngine engine) {
		this.engine = engine;
	}

	@BeforeEach
	void createKeystore() {
		this.keystore = new TestKeystore(this.engine, this.temporary);
	}

	@AfterEach
	void closeKeystore() {
		this.keystore.close();
	}

	static ProblemException fails(ProblemCode code, ThrowingCallable call) {
		ProblemException problem = catchThrowableOfType(ProblemException.class, call);
		assertThat(problem).isNotNull();
		assertThat(problem.code()).as(problem.detail()).isEqualTo(code);
		return problem;
	}

}
