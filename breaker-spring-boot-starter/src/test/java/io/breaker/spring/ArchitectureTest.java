package io.breaker.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Modifier;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.breaker.spring", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] ROOMS = {
        "io.breaker.spring.aop..",
        "io.breaker.spring.actuate..",
        "io.breaker.spring.cloud..",
        "io.breaker.spring.dashboard..",
        "io.breaker.spring.metrics.."
    };

    @ArchTest
    static final ArchRule configKnowsNoOtherRoom = noClasses()
            .that()
            .resideInAPackage("io.breaker.spring.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOMS);

    @ArchTest
    static final ArchRule roomsDoNotKnowWhoWiresThem = noClasses()
            .that()
            .resideInAPackage("io.breaker.spring.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.breaker.spring");

    @ArchTest
    static final ArchRule roomsDoNotKnowEachOther = slices().matching("io.breaker.spring.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    JavaClass.Predicates.resideInAnyPackage(ROOMS),
                    JavaClass.Predicates.resideInAnyPackage(
                            "io.breaker.spring.config..", "io.breaker.spring.reactor.."));

    @ArchTest
    static final ArchRule reactorKnowsCoreAlone = noClasses()
            .that()
            .resideInAPackage("io.breaker.spring.reactor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "io.breaker.spring.aop..", "io.breaker.spring.config..");

    @ArchTest
    static final ArchRule nobodyReadsTheClock = noClasses()
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        assertThat(classes)
                .allSatisfy(c -> assertThat(c.getPackage().isAnnotatedWith(NullMarked.class))
                        .as("%s is in a @NullMarked package", c.getName())
                        .isTrue());
    }

    @ArchTest
    static void publicClassesAreFinalOrInterfaces(JavaClasses classes) {
        for (JavaClass c : classes) {
            Class<?> type = c.reflect();
            boolean open = !type.isInterface() && !Modifier.isFinal(type.getModifiers());
            assertThat(Modifier.isPublic(type.getModifiers()) && open)
                    .as("%s must be final or an interface", c.getName())
                    .isFalse();
        }
    }
}
