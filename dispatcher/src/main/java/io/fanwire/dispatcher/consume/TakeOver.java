package io.fanwire.dispatcher.consume;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what a killed process, or a failed worker, of the same slot has left in Kafka: the transaction it had open, which hides from everybody where
 * its partitions stand, and its place in the group, which stays taken for as long as a member may be silent.
 *
 * <pre>
 *   begin ── the slot's file names a member, and its process is gone ──▶ its producer is fenced ──▶ that very member is removed
 *     └── no file, no name, or the process lives: the group's time-out decides, as it does for processes of other machines
 * </pre>
 *
 * A process that is only frozen must not lose its place before its lease ends, or it could send again what its successor had
 * delivered. Any thread may use it.
 */
public final class TakeOver implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TakeOver.class);

    private final Optional<SlotFile> file;
    private final Runnable fence;
    private final Predicate<String> remove;
    private Optional<String> former;
    private Optional<String> present = Optional.empty();

    /**
     * Nothing is cleared away yet.
     *
     * @param fence so that what a former process has open ends
     * @param remove a member; answers whether it was there
     */
    TakeOver(Optional<SlotFile> file, Runnable fence, Predicate<String> remove) {
        this.file = file;
        this.fence = fence;
        this.remove = remove;
        this.former = file.flatMap(SlotFile::former);
    }

    /**
     * Begins at once, on a thread of its own: other dispatchers wait for it, and what this one has to load first they need not wait for.
     *
     * @param folder of the slots' files, on a disk of this machine; empty: nothing is known of former processes
     */
    public static TakeOver begin(WorkerClients clients, Optional<Path> folder) {
        Optional<SlotFile> file = folder.flatMap(where -> SlotFile.lock(where, clients.identity()));
        TakeOver takeOver = new TakeOver(file, clients::fence, clients::removeMember);
        Thread thread = new Thread(takeOver::finish, "take-over-" + clients.identity());
        thread.setDaemon(true);
        thread.start();
        return takeOver;
    }

    /** Returns when the way is clear, or Kafka does not answer: then the next call tries again. */
    synchronized void finish() {
        if (former.isEmpty()) {
            return;
        }
        try {
            fence.run();
            boolean removed = remove.test(former.get());
            log.atInfo()
                    .addKeyValue("member", former.get())
                    .addKeyValue("removed", removed)
                    .log("took over from a worker that ended without leaving");
            former = Optional.empty();
        } catch (KafkaException failed) {
            log.atWarn()
                    .addKeyValue("error", failed.toString())
                    .addKeyValue("cause", String.valueOf(failed.getCause()))
                    .log("a worker that ended is still in the group");
        }
    }

    /** The worker has this member in the group. */
    synchronized void joined(String member) {
        present = Optional.of(member);
        file.ifPresent(slot -> slot.name(member));
    }

    /** The worker has left the group in good order. */
    synchronized void left() {
        present = Optional.empty();
        file.ifPresent(slot -> slot.name(""));
    }

    /** The worker let go of everything, and the group may not have heard of it: its successor clears that away as after a kill. */
    synchronized void abandoned() {
        former = present.or(() -> former);
        present = Optional.empty();
    }

    @Override
    public void close() {
        file.ifPresent(SlotFile::close);
    }
}
