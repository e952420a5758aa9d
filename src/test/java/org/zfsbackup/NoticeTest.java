package org.zfsbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** Whoever passes the program on passes its libraries on, and must name them. */
class NoticeTest {
    @Test
    void everyDependency_isNamed() throws Exception {
        String notice = Files.readString(Path.of("NOTICE"));

        assertThat(groups("[not(scope='test') and not(scope='provided')]"))
                .hasSizeGreaterThan(10)
                .filteredOn(group -> !notice.contains(group))
                .isEmpty();
    }

    @Test
    void alwaysNeeded_areTheRequiredDependencies() throws Exception {
        String notice = Files.readString(Path.of("NOTICE"));
        String always = notice.substring(notice.indexOf("Always needed\n---"), notice.indexOf("\nOptional\n---"));

        assertThat(groups("[not(optional) and not(scope)]"))
                .hasSizeGreaterThan(3)
                .allMatch(always::contains);
        assertThat(groups("[optional]")).filteredOn(always::contains).containsExactly("org.apache.camel", "org.slf4j");
    }

    private static Set<String> groups(String condition) throws Exception {
        NodeList groups = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "/project/dependencies/dependency" + condition + "/groupId",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(Path.of("pom.xml").toFile()),
                        XPathConstants.NODESET);
        return IntStream.range(0, groups.getLength())
                .mapToObj(index -> groups.item(index).getTextContent())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
