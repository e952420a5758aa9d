package org.zfsbackup.s3server;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.zfsbackup.s3server.http.Answer;

/** The lifecycle configurations of the buckets, as they were put; their transitions are carried out when a test says so. */
final class Lifecycles {
    /** What a configuration says where it says nothing: nothing smaller moves. */
    private static final long SMALLEST = 128 * 1024;

    private static final String MINIMUM = "x-amz-transition-default-minimum-object-size";
    private static final String ALL_CLASSES = "all_storage_classes_128K";

    private record Configuration(String xml, String minimum) {}

    private final Map<String, Configuration> kept = new ConcurrentHashMap<>();
    private final AtomicInteger deletes = new AtomicInteger();

    Answer put(Request request, String xml) {
        boolean checked = request.headers().keySet().stream()
                .anyMatch(name -> name.equalsIgnoreCase("content-md5")
                        || name.matches("(?i)x-amz-checksum-(crc32c?|crc64nvme|sha1|sha256)"));
        if (!checked) {
            return Answer.error(400, "InvalidRequest", "Missing required header for this request: Content-MD5");
        }
        if (rules(xml).findAny().isEmpty()) {
            return Answer.error(
                    400,
                    "MalformedXML",
                    "The XML you provided was not well-formed or did not validate against our schema");
        }
        String minimum = request.header(MINIMUM).orElse(ALL_CLASSES);
        kept.put(request.bucket(), new Configuration(xml, minimum));
        return Answer.of(200, "").with(MINIMUM, minimum);
    }

    Answer get(Request request) {
        return Optional.ofNullable(kept.get(request.bucket()))
                .map(found -> Answer.of(200, found.xml()).with(MINIMUM, found.minimum()))
                .orElseGet(() -> Answer.error(
                        404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"));
    }

    Answer delete(Request request) {
        deletes.incrementAndGet();
        kept.remove(request.bucket());
        return Answer.of(204, "");
    }

    int deletes() {
        return deletes.get();
    }

    Optional<String> document(String bucket) {
        return Optional.ofNullable(kept.get(bucket)).map(Configuration::xml);
    }

    /** The class of the last transition that an enabled rule has for this object, its days not looked at. */
    Optional<String> transition(String bucket, String key, long size) {
        Configuration found = kept.get(bucket);
        if (found == null) {
            return Optional.empty();
        }
        return rules(found.xml())
                .filter(rule -> Xml.text(rule, "Status").equals(Optional.of("Enabled")))
                .filter(rule -> rule.getElementsByTagName("Tag").getLength() == 0)
                .filter(rule -> key.startsWith(Xml.text(rule, "Prefix").orElse("")))
                .flatMap(rule -> Xml.children(rule, "Transition")
                        .filter(transition -> holds(rule, storageClass(transition), size, found.minimum())))
                .max(Comparator.comparingInt(transition ->
                        Xml.text(transition, "Days").map(Integer::parseInt).orElse(0)))
                .map(Lifecycles::storageClass);
    }

    private static boolean holds(Element rule, String storageClass, long size, String minimum) {
        Optional<Long> above = Xml.text(rule, "ObjectSizeGreaterThan").map(Long::parseLong);
        Optional<Long> below = Xml.text(rule, "ObjectSizeLessThan").map(Long::parseLong);
        boolean exempt = !minimum.equals(ALL_CLASSES)
                && List.of("GLACIER", "DEEP_ARCHIVE").contains(storageClass);
        long smallest = above.map(bytes -> bytes + 1).orElse(exempt || below.isPresent() ? 0 : SMALLEST);
        return size >= smallest && size < below.orElse(Long.MAX_VALUE);
    }

    private static String storageClass(Element transition) {
        return Xml.text(transition, "StorageClass").orElse("");
    }

    private static Stream<Element> rules(String xml) {
        return Xml.parse(xml).filter(root -> root.getNodeName().equals("LifecycleConfiguration")).stream()
                .flatMap(root -> Xml.children(root, "Rule"));
    }

    void clear() {
        kept.clear();
        deletes.set(0);
    }
}
