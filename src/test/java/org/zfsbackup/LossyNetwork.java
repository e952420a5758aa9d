package org.zfsbackup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network of the kernel's own (a namespace and a pair of interfaces, which root may make) whose answers can be lost, each
 * packet of them: a connection into it is then neither closed nor refused, and nothing is acknowledged any more.
 */
public final class LossyNetwork implements AutoCloseable {
    private static final String PREFIX = "zb" + ProcessHandle.current().pid() % 100_000;
    private static final String NETWORK = "10.213." + ProcessHandle.current().pid() % 250;
    private static final String NEAR = NETWORK + ".1";
    private static final String FAR = NETWORK + ".2";

    private LossyNetwork() {}

    public static LossyNetwork make() {
        String near = PREFIX + "n";
        String far = PREFIX + "f";
        LossyNetwork network = new LossyNetwork();
        run("ip", "netns", "add", PREFIX);
        try {
            run("ip", "link", "add", near, "type", "veth", "peer", "name", far, "netns", PREFIX);
            run("ip", "address", "add", NEAR + "/30", "dev", near);
            run("ip", "link", "set", near, "up");
            run("ip", "-n", PREFIX, "address", "add", FAR + "/30", "dev", far);
            run("ip", "-n", PREFIX, "link", "set", far, "up");
            return network;
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** Of what runs in it. */
    public String address() {
        return FAR;
    }

    /** The words before those of a command that is to run in it. */
    List<String> within() {
        return List.of("ip", "netns", "exec", PREFIX);
    }

    /** From now on no packet comes back. */
    public void lose() {
        run("ip", "-n", PREFIX, "route", "add", "blackhole", NEAR + "/32");
    }

    public void loseNoMore() {
        run("ip", "-n", PREFIX, "route", "delete", "blackhole", NEAR + "/32");
    }

    private static void run(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output
                        + " (networks are made as root, with iproute2: bin/test installs it)");
            }
        } catch (IOException e) {
            throw new IllegalStateException("there is no ip command: bin/test installs iproute2", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("ip", "netns", "delete", PREFIX);
    }
}
