package org.zfsbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Whoever passes the program on passes its libraries on, and must name them. */
class NoticeTest {
    @Test
    void everyDependency_isNamed() throws Exception {
        String notice = Files.readString(Path.of("NOTICE"));

        assertThat(groupsThatArePassedOn())
                .hasSizeGreaterThan(10)
                .filteredOn(group -> !notice.contains(group))
                .isEmpty();
    }

    private static Set<String> groupsThatArePassedOn() throws Exception {
        NodeList dependencies = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/dependencies/dependency",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(Path.of("pom.xml").toFile()),
                        XPathConstants.NODESET);
        Set<String> groups = new TreeSet<>();
        IntStream.range(0, dependencies.getLength())
                .mapToObj(index -> (Element) dependencies.item(index))
                .filter(dependency -> !List.of("test", "provided").contains(text(dependency, "scope")))
                .forEach(dependency -> groups.add(text(dependency, "groupId")));
        return groups;
    }

    private static String text(Element dependency, String name) {
        NodeList found = dependency.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
