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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may import whom, by the table in src/docs/design.md. Changing a row needs a decision record. */
class ArchitectureTest {
    private static final String ROOT = "org.zfsbackup";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** The rows of the table in src/docs/design.md: a package, and those that it may import. */
    static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("src/docs/design.md"))) {
            String[] cells = line.split("\\|", -1);
            inside = cells.length == 5 && (inside || cells[1].strip().equals("package"));
            if (inside
                    && cells[1].strip().matches("[a-z]+")
                    && !cells[1].strip().equals("package")) {
                rows.put(
                        cells[1].strip(),
                        Arrays.stream(cells[3].split(",", -1))
                                .map(String::strip)
                                .filter(word -> word.matches("[a-z]+"))
                                .toList());
            }
        }
        return rows;
    }

    static Stream<Arguments> rows() throws IOException {
        return table().entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aPackageImportsOnlyThoseOfItsRow(String name, List<String> allowed) {
        String[] packages = Stream.concat(Stream.of(name), allowed.stream())
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
    void theTableNamesEveryPackage() throws IOException {
        Set<String> found = CLASSES.getPackage(ROOT).getSubpackages().stream()
                .map(JavaPackage::getRelativeName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).isEqualTo(new TreeSet<>(table().keySet()));
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
                .resideInAPackage(ROOT + ".repository.map..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
                .check(CLASSES);
    }

    @Test
    void plansUseOnlyTheMapOfARepository() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".plan..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".repository")
                .check(CLASSES);
    }

    @Test
    void camelIsUsedByItsOwnPackagesAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ROOT + ".camel..", ROOT + ".service..", ROOT + ".store.camel..", ROOT + ".store.fileserver..")
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
                        ROOT + ".store..")
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

    @Test
    void noTwoClassesShareAName() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            Map<String, List<Path>> byName = files.filter(
                            file -> file.toString().matches("src/(main|test)/java/.*\\.java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.groupingBy(file -> file.getFileName().toString()));

            assertThat(byName.values()).hasSizeGreaterThan(500).allSatisfy(same -> assertThat(same)
                    .hasSize(1));
        }
    }

    private static Set<String> packages() {
        return CLASSES.stream().map(type -> type.getPackageName()).collect(Collectors.toCollection(TreeSet::new));
    }
}
