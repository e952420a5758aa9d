package org.zfsbackup.estate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.zfsbackup.cli.Cli;
import org.zfsbackup.estate.Product.Way;

/** One generated history of an estate: changes at random, backups at random, and everything called good compared. */
final class EstateRun {
    private final Site site;
    private final RandomGenerator random;
    private final Consumer<String> log;
    private final OtherTools tools;
    private final Contents contents;
    private final Product product;
    private final EstateProperties properties;
    private final Promises promises = new Promises();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private Estate estate;
    private int copied;

    EstateRun(Site site, RandomGenerator random, Consumer<String> log) {
        this.site = site;
        this.random = random;
        this.log = log;
        tools = new OtherTools(random, site.isOpenZfs());
        contents = new Contents(site);
        product = new Product(site);
        properties = new EstateProperties(site);
    }

    /** Runs so many steps; gives how often each outcome was seen. */
    Map<String, Integer> run(int steps) {
        site.sh("zfs create " + site.source());
        product.makeFolders();
        look();
        for (int step = 1; step <= steps; step++) {
            if (random.nextInt(4) == 0 && !estate.snapshots().isEmpty()) {
                useProduct(step);
            } else {
                change(step);
            }
        }
        execute(steps, tools.snapshotOfAll(estate));
        for (Way way : Way.values()) {
            backup(steps, way);
            check(way);
        }
        return outcomes;
    }

    private void look() {
        estate = Estate.of(site, site.source());
        contents.remember(estate.snapshots());
    }

    private void change(int step) {
        tools.next(estate).ifPresent(script -> execute(step, script));
    }

    private void execute(int step, String script) {
        String words = script.lines().findFirst().orElseThrow();
        try {
            site.sh(ShellFunctions.ALL + script);
            log.accept(step + ": " + words);
            count("change");
        } catch (IllegalStateException e) {
            log.accept(step + ": " + words + " FAILED: " + lastLine(e.getMessage()));
            count("change that ZFS refused");
        }
        look();
    }

    private static String lastLine(String text) {
        List<String> lines = text.lines().toList();
        return lines.get(lines.size() - 1);
    }

    private void useProduct(int step) {
        Way way = Estate.pick(random, List.of(Way.values())).orElseThrow();
        switch (random.nextInt(6)) {
            case 0 -> check(way);
            case 1 -> restoreOne();
            case 2 -> verify(way);
            default -> backup(step, way);
        }
    }

    private void backup(int step, Way way) {
        if (random.nextBoolean()) {
            execute(step, tools.snapshotOfAll(estate));
        }
        if (way.isWhole() && estate.root().snapshots().isEmpty()) {
            return;
        }
        properties.remember(way, estate);
        Cli cli = product.backup(way);
        log.accept(step + ": backup " + way + " -> " + cli.status() + "\n" + indented(cli.out() + cli.err()));
        if (cli.status() == 0) {
            count("good " + way);
            promises.keep(way, estate);
            return;
        }
        count("refused " + way + ": " + reason(cli.err()));
        if (way.isReplica()) {
            promises.forget(way);
            site.sh("tries=100\n" + ShellFunctions.ALL + "! zfs list " + product.replica(way)
                    + " 2>/dev/null || again zfs destroy -R " + product.replica(way));
        }
        Cli anew = way.isReplica() ? product.backup(way) : product.backup(way, "--full");
        if (anew.err().contains("are of another dataset of that name")) {
            count("name of a renamed dataset used again");
            anew = product.backup(way, "--full", "--new-target");
        }
        log.accept("anew -> " + anew.status() + "\n" + indented(anew.out() + anew.err()));
        if (anew.status() == 0) {
            count("good " + way + " anew");
            promises.keep(way, estate);
        } else {
            must(
                    way != Way.EACH,
                    "with --full, or --new-target where it asks for that, every dataset can be backed up: "
                            + anew.err());
            count("refused " + way + " anew: " + reason(anew.err()));
        }
    }

    private static String reason(String err) {
        return err.replaceAll("zbtest[^ ,;:)]*|tank/[^ ,;:)]*|backup/[^ ,;:)]*", "X")
                .replaceAll("@\\w+", "@S")
                .replace('\n', ' ');
    }

    private void verify(Way way) {
        if (way.isReplica() || promises.of(way).isEmpty()) {
            return;
        }
        Cli cli = product.verify(way);
        must(cli.status() == 0, "verify of " + way + ": " + cli.out() + cli.err());
        count("verified");
    }

    private void restoreOne() {
        promises.any(random).ifPresent(snapshot -> {
            String to = copy();
            Cli cli = product.restoreOne(snapshot, to);
            if (cli.status() == 1 && cli.err().contains("was backed up as a clone of")) {
                count("clone without its origin refused");
                return;
            }
            must(cli.status() == 0, "restore of " + snapshot + ": " + cli.err());
            compare(Way.EACH, List.of(new EstateSnapshot(site.source(), snapshot.name(), snapshot.guid())), to);
            destroyCopy(to);
            count("restored one");
        });
    }

    private void check(Way way) {
        List<EstateSnapshot> promised = promises.of(way);
        if (promised.isEmpty()) {
            return;
        }
        if (way.isReplica()) {
            compare(way, promised, product.replica(way));
        } else {
            String to = copy();
            Cli cli = product.restore(way, to);
            if (cli.status() == 1 && cli.err().contains("key is not loaded")) {
                loadKeys(to);
                count("restore that needed a key");
                cli = product.restore(way, to);
            }
            must(cli.status() == 0, "restore of " + way + ": " + cli.out() + cli.err());
            compare(way, promised, to);
            destroyCopy(to);
        }
        count("compared " + way);
    }

    /** A dataset that is not encrypted cannot be received below one whose key is not loaded. */
    private void loadKeys(String copy) {
        site.sh("zfs get -H -r -t filesystem,volume -o name,value keystatus " + copy
                + " | while read -r one status; do [ $status != unavailable ]"
                + " || zfs load-key -L file:///run/estate.key $one 2>/dev/null || true; done");
    }

    /** A name that no dataset had before: zfs-fuse may show the content of the one that had it. */
    private String copy() {
        return site.copies() + "/copy" + ++copied;
    }

    private void destroyCopy(String to) {
        site.sh("tries=100\n" + ShellFunctions.ALL + "again zfs destroy -R " + to);
    }

    /**
     * Compares each promised snapshot with those of its copy, and what the newest of these holds with what the source's held. A
     * run that failed later may have stored newer ones.
     */
    private void compare(Way way, List<EstateSnapshot> promised, String copy) {
        Estate copies = Estate.of(site, copy);
        Map<String, Map<String, String>> set = way.isReplica() ? Map.of() : properties.read(copy);
        for (EstateSnapshot snapshot : promised) {
            String name = copy + snapshot.dataset().substring(site.source().length());
            List<EstateSnapshot> found =
                    copies.find(name).map(EstateDataset::snapshots).orElse(List.of());
            must(!found.isEmpty(), snapshot + " was called good, but " + name + " has no snapshot");
            EstateSnapshot newest = found.get(found.size() - 1);
            must(
                    contents.age(newest.guid()) >= contents.age(snapshot.guid()),
                    snapshot + " was called good, but the newest of " + name + " is " + newest);
            String held = contents.at(newest.guid()).orElseThrow();
            String holds = contents.of(newest);
            must(held.equals(holds), "the source held\n" + held + "\nand its copy " + newest + " holds\n" + holds);
            Map<String, String> own = set.getOrDefault(name, Map.of());
            must(
                    way.isReplica() || properties.at(way, newest.guid()).contains(own),
                    newest + " has the properties " + own + ", and its source had one of "
                            + properties.at(way, newest.guid()));
        }
    }

    /** Ends the history: what was called good is not. */
    private static void must(boolean isSo, String otherwise) {
        if (!isSo) {
            throw new AssertionError(otherwise);
        }
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private static String indented(String text) {
        return text.indent(4).stripTrailing();
    }
}
