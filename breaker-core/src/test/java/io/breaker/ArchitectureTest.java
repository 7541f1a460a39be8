package io.breaker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.breaker", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Set<String> ABSTRACT_ON_PURPOSE =
            Set.of("io.breaker.Registry", "io.breaker.RejectedCallException");

    /** Where the time comes from, calls and method references alike. */
    private static final Map<String, List<String>> CLOCKS = Map.of(
            System.class.getName(), List.of("nanoTime", "currentTimeMillis"),
            Instant.class.getName(), List.of("now"),
            Clock.class.getName(), List.of("instant", "millis"));

    @ArchTest
    static final ArchRule coreDependsOnlyOnJdkSlf4jAndJspecify = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.breaker..", "java..", "jdk.jfr..", "org.slf4j..", "org.jspecify..");

    /** Not every runtime has it, and initializing its classes takes time. */
    @ArchTest
    static final ArchRule flightEventsAloneKnowsFlightRecorder = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.breaker.FlightEvents")
            .and()
            .haveNameNotMatching("io\\.breaker\\.FlightEvents\\$.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.jfr..");

    @ArchTest
    static final ArchRule rootDoesNotKnowThePolicies = noClasses()
            .that()
            .resideInAPackage("io.breaker")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.breaker.*..");

    @ArchTest
    static final ArchRule policiesDoNotKnowEachOther = slices().matching("io.breaker.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage("io.breaker.circuitbreaker"), resideInAPackage("io.breaker.fleet"));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule systemClocksAloneReadsTheTime =
            classes().that().doNotHaveSimpleName("SystemClocks").should(notReadTheTime());

    @ArchTest
    static final ArchRule noMonitors = methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED);

    private static ArchCondition<JavaClass> notReadTheTime() {
        return new ArchCondition<>("not read the time") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                for (JavaCodeUnitAccess<?> access : item.getCodeUnitAccessesFromSelf()) {
                    List<String> banned =
                            CLOCKS.getOrDefault(access.getTargetOwner().getName(), List.of());
                    if (banned.contains(access.getName())) {
                        events.add(SimpleConditionEvent.violated(item, access.getDescription()));
                    }
                }
            }
        };
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        assertThat(classes)
                .allSatisfy(c -> assertThat(c.getPackage().isAnnotatedWith(NullMarked.class))
                        .as("%s is in a @NullMarked package", c.getName())
                        .isTrue());
    }

    @ArchTest
    static void publicClassesAreFinalSealedOrInterfaces(JavaClasses classes) {
        for (JavaClass c : classes) {
            Class<?> type = c.reflect();
            boolean open = !type.isInterface() && !Modifier.isFinal(type.getModifiers()) && !type.isSealed();
            assertThat(Modifier.isPublic(type.getModifiers()) && open && !ABSTRACT_ON_PURPOSE.contains(c.getName()))
                    .as("%s must be final, sealed or an interface", c.getName())
                    .isFalse();
        }
    }
}
