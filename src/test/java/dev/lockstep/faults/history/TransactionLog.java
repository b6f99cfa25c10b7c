package dev.lockstep.faults.history;

import dev.lockstep.faults.history.Transaction.Kind;
import dev.lockstep.faults.history.Transaction.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.jute.Record;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.ByteBufferInputStream;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.TxnLog.TxnIterator;
import org.apache.zookeeper.txn.CheckVersionTxn;
import org.apache.zookeeper.txn.CreateTxn;
import org.apache.zookeeper.txn.DeleteTxn;
import org.apache.zookeeper.txn.MultiTxn;
import org.apache.zookeeper.txn.SetDataTxn;
import org.apache.zookeeper.txn.Txn;
import org.apache.zookeeper.txn.TxnHeader;

/**
 * What ZooKeeper's servers have written to their own transaction logs: a witness that knows nothing of the nodes, and puts all
 * writes in the order in which they came to be, whatever the clocks say.
 */
public final class TransactionLog {

    private final String chroot;
    private final SortedMap<Long, Transaction> transactions = new TreeMap<>();

    private TransactionLog(String chroot) {
        this.chroot = chroot;
    }

    /**
     * Reads the logs of all servers as one: each may lack what it was sent as a snapshot, or could not write.
     *
     * @param dataFolders one for each server; it may be running
     * @param chroot of the cluster
     * @param from the zxid to begin with
     * @return in their order, the transactions that touch the chroot
     */
    public static List<Transaction> read(Collection<Path> dataFolders, String chroot, long from) {
        TransactionLog log = new TransactionLog(chroot);
        dataFolders.forEach(folder -> log.add(folder, from));
        return List.copyOf(log.transactions.values());
    }

    private void add(Path dataFolder, long from) {
        try (FileTxnLog log = new FileTxnLog(dataFolder.resolve("version-2").toFile());
                TxnIterator entries = log.read(from)) {
            do {
                if (entries.getHeader() != null) {
                    add(entries.getHeader(), entries.getTxn());
                }
            } while (entries.next());
        } catch (IOException torn) {
            // By a full disk or a kill. The others have the rest, or the rules see that something is missing.
        }
    }

    private void add(TxnHeader header, Record body) throws IOException {
        List<Write> writes = writes(body).toList();
        if (!writes.isEmpty()) {
            Instant at = Instant.ofEpochMilli(header.getTime());
            transactions.put(header.getZxid(), new Transaction(header.getZxid(), at, header.getClientId(), writes));
        }
    }

    private Stream<Write> writes(Record body) throws IOException {
        if (!(body instanceof MultiTxn multi)) {
            return write(body).stream();
        }
        Stream.Builder<Write> writes = Stream.builder();
        for (Txn part : multi.getTxns()) {
            write(part(part)).ifPresent(writes);
        }
        return writes.build();
    }

    /** A part of a transaction that failed is an error, like all others of it. */
    private static Record part(Txn part) throws IOException {
        Record body =
                switch (part.getType()) {
                    case OpCode.create, OpCode.create2 -> new CreateTxn();
                    case OpCode.setData -> new SetDataTxn();
                    case OpCode.delete, OpCode.deleteContainer -> new DeleteTxn();
                    case OpCode.check -> new CheckVersionTxn();
                    default -> null;
                };
        if (body != null) {
            ByteBufferInputStream.byteBuffer2Record(ByteBuffer.wrap(part.getData()), body);
        }
        return body;
    }

    private Optional<Write> write(Record body) {
        if (body instanceof CreateTxn create) {
            return write(Kind.CREATE, create.getPath(), create.getData(), 0);
        }
        if (body instanceof SetDataTxn set) {
            return write(Kind.SET, set.getPath(), set.getData(), set.getVersion());
        }
        if (body instanceof DeleteTxn delete) {
            return write(Kind.DELETE, delete.getPath(), null, 0);
        }
        if (body instanceof CheckVersionTxn check) {
            // The log has the version after the one that was asked for.
            return write(Kind.CHECK, check.getPath(), null, check.getVersion() - 1);
        }
        return Optional.empty();
    }

    private Optional<Write> write(Kind kind, String path, byte[] data, int version) {
        if (!path.startsWith(chroot + "/")) {
            return Optional.empty();
        }
        String text = data == null ? "" : new String(data, StandardCharsets.UTF_8);
        return Optional.of(new Write(kind, path.substring(chroot.length()), text, version));
    }
}
