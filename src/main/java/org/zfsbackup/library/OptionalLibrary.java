package org.zfsbackup.library;

import java.util.List;

/**
 * A library that only some routes need, or only the command. An application adds the ones that it uses; whatever uses one
 * asks for it first, so that the user reads which artifact is missing instead of which class.
 */
public enum OptionalLibrary {
    /** Buckets. */
    S3(
            new Part("software.amazon.awssdk:s3", "software.amazon.awssdk.services.s3.S3Client"),
            new Part("software.amazon.awssdk:apache-client", "software.amazon.awssdk.http.apache.ApacheHttpClient")),
    /** Other hosts, without the program ssh. Bouncy Castle reads keys of the kind ed25519. */
    SSHD(
            new Part("org.apache.sshd:sshd-core", "org.apache.sshd.client.SshClient"),
            new Part("org.bouncycastle:bcprov-jdk18on", "org.bouncycastle.jce.provider.BouncyCastleProvider")),
    /** Compression with Zstandard. */
    ZSTD(new Part("com.github.luben:zstd-jni", "com.github.luben.zstd.ZstdInputStreamNoFinalizer")),
    /** Encryption with age. */
    AGE(
            new Part(
                    "com.exceptionfactory.jagged:jagged-framework",
                    "com.exceptionfactory.jagged.framework.crypto.CipherKey"),
            new Part(
                    "com.exceptionfactory.jagged:jagged-x25519",
                    "com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory")),
    /** Encryption with age and a passphrase. */
    SCRYPT(new Part("org.bouncycastle:bcprov-jdk18on", "org.bouncycastle.crypto.generators.SCrypt")),
    /** The route templates that come with us, and everything that runs them: the Java API, the service, the command. */
    YAML_ROUTES(new Part("org.apache.camel:camel-yaml-dsl", "org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader")),
    /** Times in the form of cron. */
    QUARTZ(new Part("org.apache.camel:camel-quartz", "org.apache.camel.component.quartz.QuartzComponent")),
    /** The service. */
    SERVICE(
            new Part("org.apache.camel:camel-main", "org.apache.camel.main.Main"),
            new Part("org.apache.camel:camel-yaml-dsl", "org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader"),
            new Part("org.apache.camel:camel-xml-io-dsl", "org.apache.camel.dsl.xml.io.XmlRoutesBuilderLoader"),
            new Part("org.apache.camel:camel-quartz", "org.apache.camel.component.quartz.QuartzComponent")),
    /** The command line. */
    COMMAND(
            new Part("info.picocli:picocli", "picocli.CommandLine"),
            new Part("me.tongfei:progressbar", "me.tongfei.progressbar.ProgressBar"));

    @SuppressWarnings("ImmutableEnumChecker") // It is a List.of.
    private final List<Part> parts;

    /**
     * One artifact of a library.
     *
     * @param artifact {@code groupId:artifactId}
     * @param type a class in it, which is looked for
     */
    private record Part(String artifact, String type) {
        boolean isMissing(ClassLoader loader) {
            return loader.getResource(type.replace('.', '/') + ".class") == null;
        }
    }

    OptionalLibrary(Part... parts) {
        this.parts = List.of(parts);
    }

    /** Returns the artifacts of this library, each as {@code groupId:artifactId}. */
    public List<String> artifacts() {
        return parts.stream().map(Part::artifact).toList();
    }

    /**
     * Does nothing if the whole library is on the class path.
     *
     * @param what needs it, as the beginning of the sentence: {@code pipe:zstd}
     * @throws IllegalArgumentException if an artifact is missing; the message names each missing one
     */
    public void require(String what) {
        require(what, OptionalLibrary.class.getClassLoader());
    }

    void require(String what, ClassLoader loader) {
        List<String> missing = parts.stream()
                .filter(part -> part.isMissing(loader))
                .map(Part::artifact)
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(sentence(what, missing));
        }
    }

    /**
     * Returns the sentence that names missing artifacts.
     *
     * @param what needs them
     * @param artifacts one or more, each as {@code groupId:artifactId}
     */
    public static String sentence(String what, List<String> artifacts) {
        return what + " needs " + String.join(" and ", artifacts) + " on the class path: add "
                + (artifacts.size() == 1 ? "it" : "them") + " to the dependencies of your application";
    }
}
