package dev.lockstep.cli.bench.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the bench has found; the document of {@code --json}.
 *
 * @param zookeeper the addresses of the servers
 * @param ownServers whether the bench has started them
 * @param cycles the cycles of each run, warm-up included
 */
public record BenchReport(
        Machine machine,
        String zookeeper,
        boolean ownServers,
        int cycles,
        int warmUpCycles,
        int rounds,
        List<Result> results) {

    public BenchReport {
        results = List.copyOf(results);
    }

    /** Returns what limits the cycles, in words: a sentence for each number of nodes. */
    @JsonProperty
    public List<String> limits() {
        return results.stream()
                .filter(result -> result.mode() == Mode.LOCKSTEP)
                .map(result -> Limit.of(result, machine.cores()).sentence())
                .toList();
    }

    /** Returns what a reader of the figures should know. */
    @JsonProperty
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        results.stream()
                .filter(result -> result.median().incompleteCycles() > 0)
                .forEach(result -> notes.add("%d nodes, %s: in %d cycles a node had no reading"
                        .formatted(
                                result.nodes(), result.mode(), result.median().incompleteCycles())));
        if (results.stream().anyMatch(Result::hasRawNodes)) {
            notes.add("with raw nodes, one node is as it is shipped and leads, and raw clients act as the others");
        }
        if (results.stream().anyMatch(result -> result.median().requestsPerCycle() == null)) {
            notes.add("the servers did not tell their requests and writes: they must allow the command srvr"
                    + " (4lw.commands.whitelist)");
        }
        if (!ownServers) {
            notes.add(
                    "the requests and writes are those of all clients of the servers that --zookeeper names; the disk's"
                            + " times need the command mntr; the servers' CPU time is not known");
        }
        if ("tmpfs".equals(machine.dataFileSystem())) {
            notes.add("the servers wrote to memory (tmpfs): -Djava.io.tmpdir=DIR names a folder on a disk");
        }
        return notes;
    }
}
