package org.zfsbackup;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The design's table of who may import whom. Changing a row needs a decision record. */
class ArchitectureTest {
    private static final String ROOT = "org.zfsbackup";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest
    @CsvSource({
        "process, ''",
        "chunk, ''",
        "zfs, process",
        "ssh, process",
        "pipe, process",
        "map, zfs pipe chunk",
        "plan, zfs map",
        "target, zfs process",
        "operation, process zfs pipe chunk map plan target",
        "camel, process chunk zfs ssh pipe map plan target operation",
        "service, process chunk zfs ssh pipe map plan target operation camel",
        "api, process chunk zfs ssh pipe map plan target operation camel service",
        "cli, process chunk zfs ssh pipe map plan target operation camel service api",
    })
    void aPackageImportsOnlyThoseOfItsRow(String name, String allowed) {
        String[] packages = Stream.concat(Stream.of(name), Arrays.stream(allowed.split(" ", -1)))
                .filter(word -> !word.isEmpty())
                .map(word -> ROOT + "." + word + "..")
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(packages)))
                .check(CLASSES);
    }

    @Test
    void theTableNamesEveryPackage() {
        Set<String> found = CLASSES.getPackage(ROOT).getSubpackages().stream()
                .map(JavaPackage::getRelativeName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found)
                .containsExactlyInAnyOrder(
                        "process",
                        "chunk",
                        "zfs",
                        "ssh",
                        "pipe",
                        "map",
                        "plan",
                        "target",
                        "operation",
                        "camel",
                        "api",
                        "service",
                        "cli");
    }

    @Test
    void noCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void plansDoNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".plan..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void mapsTouchNoFiles() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".map..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
                .check(CLASSES);
    }

    @Test
    void camelIsUsedByItsOwnPackagesAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".camel..", ROOT + ".service..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".cli.Failure")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .check(CLASSES);
    }

    @Test
    void jsonIsReadWhereDocumentsAre() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".process..",
                        ROOT + ".chunk..",
                        ROOT + ".zfs..",
                        ROOT + ".pipe..",
                        ROOT + ".plan..",
                        ROOT + ".target..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItIsAndKnowsNoNull() throws ClassNotFoundException {
        for (String name : packages()) {
            assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void noPackageIsADrawerForEverything() {
        List<String> drawers = List.of("util", "utils", "common", "helper", "helpers", "impl", "model");

        assertThat(packages()).allSatisfy(name -> assertThat(name.split("\\.")).doesNotContainAnyElementsOf(drawers));
    }

    private static Set<String> packages() {
        return CLASSES.stream().map(type -> type.getPackageName()).collect(Collectors.toCollection(TreeSet::new));
    }
}
