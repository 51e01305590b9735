package org.billinggroups;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.database.FencedTransactionManager;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.stereotype.Component;

class ArchitectureTest {
    private static final String ROOT = "org.billinggroups";
    private static final int MAX_CONSTRUCTOR_PARAMETERS = 8;

    /** Each package uses only those before it. */
    private static final List<String> PACKAGES = List.of("file", "postgres", "database", "seal", "stamp", "period",
            "wording", "account", "usage", "rating", "run", "invoice", "collection", "statement", "receivable",
            "drafting",
            "einvoice", "document", "report", "ledger", "audit", "proof", "publication", "delivery", "job", "rehearsal",
            "metrics", "cli");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    static List<String> packages() {
        return PACKAGES;
    }

    @Test
    void everyPackageHasItsPlaceInTheLine() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).filter(name -> !name.equals(ROOT)).distinct())
                .containsExactlyInAnyOrderElementsOf(PACKAGES.stream().map(name -> ROOT + "." + name).toList());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageUsesOnlyThoseBeforeIt(String name) {
        var forbidden = Stream
                .concat(Stream.of(ROOT),
                        PACKAGES.subList(PACKAGES.indexOf(name) + 1, PACKAGES.size()).stream().map(p -> ROOT + "." + p))
                .toArray(String[]::new);
        noClasses().that().resideInAPackage(ROOT + "." + name)
                .should().dependOnClassesThat(resideInAnyPackage(forbidden)).check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageKnowsWhatMayBeNull(String name) throws ClassNotFoundException {
        var description = Class.forName(ROOT + "." + name + ".package-info");
        assertThat(description.isAnnotationPresent(NullMarked.class)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "rating.Price", "rating.PriceList", "rating.SharedAmount", "rating.QuantityRounding",
            "rating.UsageRating", "drafting.InvoiceCalculation", "run.TaxRules", "usage.UsagePart" })
    void arithmeticKnowsNoFramework(String name) {
        assertThat(CLASSES.contain(ROOT + "." + name)).isTrue();
        noClasses().that(belongTo(name)).should()
                .dependOnClassesThat().resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> belongTo(String name) {
        var full = ROOT + "." + name;
        return describe("belong to " + full,
                type -> type.getName().equals(full) || type.getName().startsWith(full + "$"));
    }

    @Test
    void timeComesFromClock() {
        var readsSystemTime = describe("reads the system's time", (JavaAccess<?> access) -> isSystemTime(access));
        // StepProgress compares with the start of a step, which the framework takes from the system.
        // Program tells the time of what happens before there are beans.
        var allowed = Set.of(ROOT + ".BillingApplication", ROOT + ".job.StepProgress", ROOT + ".cli.Program");
        noClasses().that(describe("have no leave to read it", type -> !allowed.contains(type.getName())))
                .should().accessTargetWhere(readsSystemTime).check(CLASSES);
    }

    private static boolean isSystemTime(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        if (!(access
                .getTarget() instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget target)) {
            return false;
        }
        boolean clock = owner.isEquivalentTo(Clock.class) && target.getName().startsWith("system");
        boolean now = owner.getPackageName().equals("java.time") && target.getName().equals("now")
                && target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        boolean millis = owner.isEquivalentTo(System.class) && target.getName().equals("currentTimeMillis");
        boolean date = owner.isEquivalentTo(java.util.Date.class) && target.getName().equals("<init>")
                && target.getRawParameterTypes().isEmpty();
        return clock || now || millis || date;
    }

    @Test
    void moneyAndQuantitiesAreDecimal() {
        var binary = Set.of("double", "float", "java.lang.Double", "java.lang.Float");
        var offenders = CLASSES.stream().filter(resideOutsideOfPackage(ROOT + ".document"))
                .flatMap(type -> Stream.concat(
                        type.getFields().stream().filter(field -> binary.contains(field.getRawType().getName()))
                                .map(field -> field.getFullName()),
                        type.getCodeUnits().stream().filter(unit -> mentions(unit, binary))
                                .map(JavaCodeUnit::getFullName)))
                .toList();
        assertThat(offenders).isEmpty();
    }

    private static boolean mentions(JavaCodeUnit unit, Set<String> types) {
        return Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                .anyMatch(type -> types.contains(type.getName()));
    }

    @Test
    void namesSayWhatClassesAre() {
        classes().that(describe("do not extend a manager of the framework",
                type -> !type.isEquivalentTo(FencedTransactionManager.class)))
                .should().haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl)").check(CLASSES);
    }

    /** Who needs many others does too much; records that are no components are made of what they hold. */
    @Test
    void constructorsAreShort() {
        assertThat(CLASSES.stream().filter(type -> !type.isRecord() || type.isMetaAnnotatedWith(Component.class))
                .flatMap(type -> type.getConstructors().stream())
                // An enum's constructor also gets name and place.
                .filter(constructor -> constructor.getRawParameterTypes().size()
                        - (constructor.getOwner().isEnum() ? 2 : 0) > MAX_CONSTRUCTOR_PARAMETERS)
                .map(JavaCodeUnit::getFullName)).isEmpty();
    }

    @Test
    void everyTaskletStepHasTransactionManager() {
        var calls = CLASSES.stream().flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isAssignableTo(StepBuilder.class)
                        && call.getTarget().getName().equals("tasklet"))
                .collect(Collectors.toList());
        assertThat(calls).isNotEmpty()
                .allSatisfy(call -> assertThat(call.getTarget().getRawParameterTypes()).as(call.getDescription())
                        .hasSize(2));
    }

    @Test
    void testsDoNotCountAsProduct() {
        assertThat(CLASSES.stream().filter(belongToAnyOf(ArchitectureTest.class))).isEmpty();
    }
}
