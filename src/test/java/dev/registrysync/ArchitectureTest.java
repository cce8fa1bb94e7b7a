package dev.registrysync;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.core.ApplicationModules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

/**
 * The arrows between the packages, and the few rules that hold in all of them.
 */
@AnalyzeClasses(packagesOf = RegistrySyncApplication.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

	private static final String[] PURE = { "dev.registrysync.registry..", "dev.registrysync.identity..",
			"dev.registrysync.reconcile.." };

	/** The module annotations on package-info are documentation, not a framework. */
	private static final DescribedPredicate<JavaClass> SPRING = resideInAPackage("org.springframework..")
		.and(resideOutsideOfPackage("org.springframework.modulith.."))
		.as("belong to Spring");

	@ArchTest
	static void everyModuleKeepsToItsAllowedDependencies(JavaClasses classes) {
		ApplicationModules.of(RegistrySyncApplication.class).verify();
	}

	@ArchTest
	static final ArchRule purePackagesKnowNoSpring = noClasses().that()
		.resideInAnyPackage(PURE)
		.should()
		.dependOnClassesThat(SPRING)
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule purePackagesDoNoInputOrOutput = noClasses().that()
		.resideInAnyPackage(PURE)
		.should()
		.dependOnClassesThat(resideInAnyPackage("java.io..", "java.net..", "java.nio.file..", "java.nio.channels..")
			.and(not(equivalentTo(ByteArrayOutputStream.class).or(equivalentTo(InputStream.class)))))
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule purePackagesReadNoClock = noClasses().that()
		.resideInAnyPackage(PURE)
		.should()
		.dependOnClassesThat()
		.belongToAnyOf(Clock.class)
		.orShould()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(System.class, "nanoTime")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule nothingPointsAtSync = noClasses().that()
		.resideOutsideOfPackages("dev.registrysync.sync..", "dev.registrysync.demo..", "dev.registrysync.continuous..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.registrysync.sync..")
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule nothingIsInjectedIntoFields = noFields().should()
		.beAnnotatedWith(Autowired.class)
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule everyPackageIsNullMarked = classes().should(resideInANullMarkedPackage())
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule onlyTheDemoWritesToTheStandardStreams = noClasses().that()
		.resideOutsideOfPackage("dev.registrysync.demo..")
		.should()
		.accessField(System.class, "out")
		.orShould()
		.accessField(System.class, "err")
		.orShould()
		.callMethod(Throwable.class, "printStackTrace")
		.allowEmptyShould(true);

	private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
		return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(type, marked,
						"%s is in a package without @NullMarked: add package-info.java to %s".formatted(type.getName(),
								type.getPackageName())));
			}
		};
	}

}
