package org.zfsbackup.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Maven project of somebody else's, in {@code src/test/embedded}, that depends on our jar as it was built. Maven resolves
 * what it brings, so that its class path is the one that a user would have.
 *
 * <p>Its repository is the local one, by symbolic links, with our jar beside: nothing is installed for others to find.
 */
final class ForeignProject {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Path BUILT = HERE.resolve("target/embedded");
    private static final String GROUP = "zfsbackup";
    private static final String VERSION = System.getProperty("zfsbackup.version");

    private final Path folder;
    private final String classPath;

    private ForeignProject(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /**
     * Compiles it, for its classes to be run.
     *
     * @param name its folder
     * @param properties of its pom, each as {@code -DNAME=VALUE}
     */
    static ForeignProject build(String name, String... properties) throws IOException, InterruptedException {
        Path folder = copy(HERE.resolve("src/test/embedded").resolve(name), BUILT.resolve(name));
        Path found = folder.resolve("class-path");
        List<String> goals = new ArrayList<>(List.of(
                "compile",
                "dependency:build-classpath",
                "-Dmdep.outputFile=" + found,
                "-Dmaven.repo.local=" + repository(name),
                "-Dzfsbackup.version=" + VERSION));
        goals.addAll(List.of(properties));
        List<String> offline = new ArrayList<>(goals);
        offline.add("-o");
        if (!maven(folder, offline).good) {
            Run run = maven(folder, goals);
            if (!run.good) {
                throw new AssertionError(run.output);
            }
        }
        return new ForeignProject(folder, Files.readString(found));
    }

    /** The names of the jars, without their versions. */
    List<String> artifacts() {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(path -> Path.of(path).getParent().getParent().getFileName().toString())
                .sorted()
                .toList();
    }

    /** What it prints, when a class of it is run with nothing but its own class path. */
    String run(String type, String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                folder.resolve("target/classes") + File.pathSeparator + classPath,
                "org.example." + type));
        words.addAll(List.of(arguments));
        return start(words, folder).output;
    }

    /** How it ended, and all that it printed. */
    private record Run(boolean good, String output) {}

    private static Run maven(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(System.getProperty("zfsbackup.maven") + "/bin/mvn", "-q", "-B"));
        words.addAll(arguments);
        return start(words, folder);
    }

    private static Run start(List<String> words, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor() == 0, output);
    }

    private static Path repository(String project) throws IOException {
        Path local = Path.of(System.getProperty("zfsbackup.repository"));
        Path repository = Files.createDirectories(BUILT.resolve(project + "-repository"));
        link(local, repository, "org");
        link(local.resolve("org"), Files.createDirectories(repository.resolve("org")), GROUP);
        Path ours = Files.createDirectories(
                repository.resolve("org").resolve(GROUP).resolve(GROUP).resolve(VERSION));
        String name = GROUP + "-" + VERSION;
        replace(HERE.resolve("pom.xml"), ours.resolve(name + ".pom"));
        replace(HERE.resolve("target/zfsbackup.jar"), ours.resolve(name + ".jar"));
        return repository;
    }

    private static void replace(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Links all that is in a folder, but for one. */
    private static void link(Path from, Path to, String except) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
            for (Path each : all) {
                Path link = to.resolve(each.getFileName().toString());
                if (!each.getFileName().toString().equals(except) && !Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(link, each);
                }
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copy);
                } else {
                    replace(each, copy);
                }
            }
        }
        return to;
    }
}
