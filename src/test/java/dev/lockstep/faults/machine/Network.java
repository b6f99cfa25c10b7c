package dev.lockstep.faults.machine;

import dev.lockstep.Programs;
import dev.lockstep.testing.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Cuts single nodes off from single ports of the loopback, with the kernel's packet filter, as a broken switch would: neither side
 * is told. All nodes share one host, so each is run under a group id of its own; the filter marks the connections that a group
 * opens, and drops what bears the mark in both directions. All rules are in two chains of our own, which {@link #close} removes.
 *
 * <p>Needs root and {@code iptables}. This class is threadsafe.
 */
public final class Network implements AutoCloseable {

    /** What happens to a packet that must not pass. */
    public enum Cut {
        /** Nothing: the peer waits, as with a pulled cable. */
        SILENT("DROP"),
        /** The sender's connection is reset, as with a firewall that was restarted. */
        RESET("REJECT", "--reject-with", "tcp-reset");

        private final List<String> target;

        Cut(String... target) {
            this.target = List.of(target);
        }
    }

    private static final String MARKS = "LOCKSTEP-MARKS";
    private static final String CUTS = "LOCKSTEP-CUTS";
    private static final int FIRST_GROUP = 61_000;

    private final Map<String, Integer> groups = new HashMap<>();

    private Network() {}

    public static boolean isAvailable() {
        return "root".equals(System.getProperty("user.name"))
                && Programs.has("iptables")
                && succeeds(List.of("-n", "-L"));
    }

    /** Sets up the two chains, after removing what a killed run may have left. */
    public static Network open() {
        Network network = new Network();
        network.remove();
        run("-t", "mangle", "-N", MARKS);
        run("-t", "mangle", "-I", "OUTPUT", "-o", "lo", "-p", "tcp", "-j", MARKS);
        run("-N", CUTS);
        run("-I", "OUTPUT", "-o", "lo", "-p", "tcp", "-j", CUTS);
        return network;
    }

    /** The beginning of a command line that runs the rest of it in the group of that node. */
    public List<String> wrapper(String id) {
        return List.of("setpriv", "--regid=" + group(id), "--clear-groups");
    }

    /** Cuts the node off from the ports until {@link #mend}. */
    public synchronized void cut(String id, List<Integer> ports, Cut how) {
        rules(id, ports, how).forEach(rule -> run(rule, "-A"));
    }

    /** Undoes {@link #cut} with the same arguments. */
    public synchronized void mend(String id, List<Integer> ports, Cut how) {
        rules(id, ports, how).forEach(rule -> run(rule, "-D"));
    }

    private List<List<String>> rules(String id, List<Integer> ports, Cut how) {
        String list = ports.stream().map(String::valueOf).collect(Collectors.joining(","));
        List<List<String>> rules = new ArrayList<>();
        for (String side : List.of("--dports", "--sports")) {
            List<String> rule = new ArrayList<>(List.of(
                    CUTS,
                    "-p",
                    "tcp",
                    "-m",
                    "connmark",
                    "--mark",
                    String.valueOf(group(id)),
                    "-m",
                    "multiport",
                    side,
                    list));
            rule.add("-j");
            rule.addAll(how.target);
            rules.add(rule);
        }
        return rules;
    }

    private synchronized int group(String id) {
        return groups.computeIfAbsent(id, key -> {
            int group = FIRST_GROUP + groups.size();
            String number = String.valueOf(group);
            run(
                    "-t",
                    "mangle",
                    "-A",
                    MARKS,
                    "-m",
                    "owner",
                    "--gid-owner",
                    number,
                    "-j",
                    "CONNMARK",
                    "--set-mark",
                    number);
            return group;
        });
    }

    private void remove() {
        for (List<String> rule : List.of(
                List.of("-t", "mangle", "-D", "OUTPUT", "-o", "lo", "-p", "tcp", "-j", MARKS),
                List.of("-t", "mangle", "-F", MARKS),
                List.of("-t", "mangle", "-X", MARKS),
                List.of("-D", "OUTPUT", "-o", "lo", "-p", "tcp", "-j", CUTS),
                List.of("-F", CUTS),
                List.of("-X", CUTS))) {
            succeeds(rule);
        }
    }

    private static void run(List<String> rule, String action) {
        List<String> arguments = new ArrayList<>();
        arguments.add(action);
        arguments.addAll(rule);
        run(arguments.toArray(String[]::new));
    }

    private static void run(String... arguments) {
        iptables(List.of(arguments)).run();
    }

    private static boolean succeeds(List<String> arguments) {
        try {
            iptables(arguments).run();
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private static Command iptables(List<String> arguments) {
        return Command.of("iptables", "-w").with(arguments);
    }

    @Override
    public void close() {
        remove();
    }
}
