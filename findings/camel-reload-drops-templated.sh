#!/bin/bash
# What: camel-main 4.18.0 with routes-reload-enabled over a folder of YAML files.
# Documented: a reload stops all routes and adds those of the files again.
# Seen: after an edit of one file the plain routes of all files are back. The route that a templatedRoute made from a
#   routeTemplate is gone, and does not come back when its own file is edited either. The summary in the log counts only what
#   it started, so no line says that something is missing.
# To a backup: a schedule made from a template ends with the first edit of any other one, while the service looks healthy.
. "$(dirname "$0")/run.bash"
camel=org.apache.camel
jars $camel:camel-core:4.18.0 $camel:camel-main:4.18.0 $camel:camel-yaml-dsl:4.18.0 org.slf4j:slf4j-simple:2.0.17
program Reload <<'J'
import java.nio.file.*;
import java.util.stream.Collectors;
import org.apache.camel.Route;
import org.apache.camel.main.Main;

public class Reload {
    static Path folder;

    public static void main(String[] args) throws Exception {
        folder = Files.createDirectory(Path.of("routes"));
        write("template", "- routeTemplate: {id: backup, parameters: [{name: dataset}], from: {uri: 'direct:{{dataset}}', "
                + "steps: [{log: backup}]}}");
        daily("tank");
        plain("one", "first");
        plain("two", "first");
        Main main = new Main();
        main.configure().setRoutesIncludePattern("file:" + folder.toAbsolutePath() + "/*.yaml");
        main.configure().setRoutesReloadEnabled(true);
        main.configure().setRoutesReloadPattern("*.yaml");
        main.configure().setRoutesReloadDirectory(folder.toString());
        main.start();
        print("at the start", main);
        Thread.sleep(2000);
        plain("one", "second");
        Thread.sleep(6000);
        print("after an edit of one.yaml", main);
        daily("pool");
        Thread.sleep(6000);
        print("after an edit of daily.yaml", main);
        main.stop();
    }

    static void daily(String dataset) throws Exception {
        write("daily", "- templatedRoute: {routeTemplateRef: backup, routeId: daily, parameters: [{name: dataset, value: "
                + dataset + "}]}");
    }

    static void plain(String name, String text) throws Exception {
        write(name, "- route: {id: " + name + ", from: {uri: 'direct:" + name + "', steps: [{log: " + text + "}]}}");
    }

    static void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name + ".yaml"), text + "\n");
    }

    static void print(String when, Main main) {
        System.out.println(when + ": " + main.getCamelContext().getRoutes().stream().map(Route::getId).sorted()
                .collect(Collectors.joining(" ")));
    }
}
J
still <<'S'
at the start: daily one two
after an edit of one.yaml: one two
after an edit of daily.yaml: one two
S
