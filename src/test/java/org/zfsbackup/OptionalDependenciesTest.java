package org.zfsbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.zfsbackup.library.OptionalLibrary;

/** Whoever embeds the jar learns from the README what to add, and from an error what is missing: the pom decides both. */
class OptionalDependenciesTest {
    private static final Pattern ARTIFACT = Pattern.compile("`([a-z][a-z0-9.]+\\.[a-z0-9.]+:[a-z0-9-]+)`");

    @Test
    void tableInReadme_namesEachOptionalDependency() throws Exception {
        assertThat(artifactsInReadme()).isEqualTo(dependencies("[optional='true']"));
    }

    @Test
    void errorsOfMissingLibraries_nameOptionalDependencies() throws Exception {
        assertThat(dependencies("[optional='true']"))
                .containsAll(Stream.of(OptionalLibrary.values())
                        .flatMap(library -> library.artifacts().stream())
                        .toList());
    }

    @Test
    void errorsOfMissingEndpoints_nameOptionalDependencies() throws Exception {
        Set<String> needed = needsOfEndpoints();

        assertThat(needed).hasSizeGreaterThan(2);
        assertThat(dependencies("[optional='true']")).containsAll(needed);
    }

    @Test
    void requiredDependencies_areFew() throws Exception {
        assertThat(dependencies("[not(optional) and not(scope)]"))
                .containsExactly(
                        "com.fasterxml.jackson.core:jackson-databind",
                        "org.apache.camel:camel-core-engine",
                        "org.apache.camel:camel-core-languages",
                        "org.apache.camel:camel-direct",
                        "org.apache.camel:camel-file",
                        "org.jspecify:jspecify",
                        "org.slf4j:slf4j-api");
    }

    private static Set<String> artifactsInReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("## In your own application");
        return ARTIFACT.matcher(readme.substring(begin, readme.indexOf("\n## ", begin)))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> dependencies(String condition) throws Exception {
        NodeList found = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/dependencies/dependency" + condition,
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(Path.of("pom.xml").toFile()),
                        XPathConstants.NODESET);
        Set<String> artifacts = new TreeSet<>();
        for (int i = 0; i < found.getLength(); i++) {
            Element dependency = (Element) found.item(i);
            artifacts.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
        }
        return artifacts;
    }

    private static String text(Element dependency, String name) {
        return dependency.getElementsByTagName(name).item(0).getTextContent();
    }

    private static Set<String> needsOfEndpoints() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            Set<String> needed = new TreeSet<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".properties"))
                    .toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("needs = "))
                        .forEach(line -> needed.add(line.substring("needs = ".length())));
            }
            return needed;
        }
    }
}
